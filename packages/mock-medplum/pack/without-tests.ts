/** Takes the last column out of tables that name tests in it: the package has no tests. */
export function withoutTests(markdown: string): string {
  let isInside = false;
  return markdown
    .split('\n')
    .map((line) => {
      isInside = line.startsWith('|') && (isInside || /\| Test +\|$/.test(line));
      return isInside ? line.replace(/\|[^|]*\|$/, '|') : line;
    })
    .join('\n')
    .replace(/ A test reads this\s+table and checks that the test named in each row is there\./, '');
}
