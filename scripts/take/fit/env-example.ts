const variable = /^#? ?([A-Z][A-Z0-9_]+)=/;

/** Leaves variables out of a `.env.example`, with the comment above those that leave a block empty. */
export function fitEnvExample(text: string, isLeftOut: (name: string) => boolean): string {
  const blocks = text.split(/\n{2,}/).map((block) => {
    const lines = block.split('\n');
    const kept = lines.filter((line) => !isLeftOut(variable.exec(line)?.[1] ?? ''));
    const isEmpty = kept.length < lines.length && !kept.some((line) => variable.test(line));
    return isEmpty ? '' : kept.join('\n');
  });
  return `${blocks
    .filter((block) => block.trim())
    .join('\n\n')
    .trimEnd()}\n`;
}
