import { parseSync } from 'vite';

/** A node of the syntax tree, with the places in the text where it begins and ends. */
export type Node = Readonly<{ type: string; start: number; end: number }> & Readonly<Record<string, unknown>>;

/** Parses a module, TypeScript and JSX included. */
export function parseModule(path: string, text: string): Node {
  const { program, errors } = parseSync(path, text);
  if (errors[0]) {
    throw new Error(`${path}: ${errors[0].message}`);
  }
  return program as unknown as Node;
}

/** Visits a node and all below it, each with the nodes above it, the nearest first. A visit that answers false goes no deeper. */
export function walk(
  node: Node,
  visit: (node: Node, above: readonly Node[]) => boolean | void,
  above: readonly Node[] = [],
): void {
  if (visit(node, above) === false) {
    return;
  }
  for (const child of childrenOf(node)) {
    walk(child, visit, [node, ...above]);
  }
}

function childrenOf(node: Node): readonly Node[] {
  return Object.values(node).flat().filter(isNode);
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}
