import { defaultPorts } from '#house/ports.ts';
import type { Markdown } from './markdown.ts';

const known = new Set<number>(Object.values(defaultPorts));

/** Ports of this machine that a document names and nothing here listens on. */
export function unknownPorts({ path, text }: Markdown): string[] {
  const named = [...text.matchAll(/(?:localhost|127\.0\.0\.1):(?<port>\d+)/g)].map(({ groups }) =>
    Number(groups?.['port']),
  );
  return named.filter((port) => !known.has(port)).map((port) => `${path}: port ${port} is nobody's default`);
}
