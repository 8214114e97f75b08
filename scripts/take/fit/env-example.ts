const variable = /^#? ?([A-Z][A-Z0-9_]+)=/;
const feature = /^# ([\w-]+):/;

type LeftOut = Readonly<{ features: readonly string[]; variables: ReadonlySet<string> }>;

/**
 * Leaves variables out of a `.env.example`, with the comment above those that leave a block empty, and each block whose
 * first line says that it is of a feature that is left out.
 */
export function fitEnvExample(text: string, { features, variables }: LeftOut): string {
  // A secret may be named by its file.
  const isLeftOut = (name: string): boolean => variables.has(name) || variables.has(name.replace(/_FILE$/, ''));
  const blocks = text.split(/\n{2,}/).map((block) => {
    if (features.includes(feature.exec(block)?.[1] ?? '')) {
      return '';
    }
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
