const maxCharacters = 500;

/** Functions that take the pattern of a regular expression, or that walk everything below a value. */
const endless = /\b(?:matches|matchesFull|replaceMatches|descendants|children|repeat|aggregate|combine|union)\b|`/;

/** Tells whether a FHIRPath from outside looks cheap to evaluate. */
export function isShortExpression(expression: unknown): boolean {
  return (
    typeof expression === 'string' &&
    expression.length <= maxCharacters &&
    expression.split('(').length <= 20 &&
    !endless.test(expression)
  );
}
