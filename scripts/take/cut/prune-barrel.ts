import { MagicString } from 'magic-string';
import { type Node, parseModule } from '#take/source/parse-module.ts';

/** Leaves of a package's `index.ts` the exports that are used. */
export function pruneBarrel(path: string, text: string, used: ReadonlySet<string>): string {
  const changed = new MagicString(text);
  for (const statement of parseModule(path, text)['body'] as readonly Node[]) {
    const specifiers = (statement['specifiers'] ?? []) as readonly Node[];
    const kept = specifiers.filter((one) => used.has(String((one['exported'] as Node)['name'])));
    if (statement.type !== 'ExportNamedDeclaration' || kept.length === specifiers.length || used.has('*')) {
      continue;
    }
    if (kept.length === 0) {
      changed.remove(statement.start, statement.end + 1);
    } else {
      const [first, last] = [specifiers[0], specifiers.at(-1)];
      changed.overwrite(
        first?.start ?? 0,
        last?.end ?? 0,
        kept.map((one) => text.slice(one.start, one.end)).join(', '),
      );
    }
  }
  return changed.toString();
}
