import { isNode, parseModule, walk } from '#take/source/parse-module.ts';

const variable = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/** Environment variables that a module names, as a key, a member or a text. */
export function variablesOf(path: string, text: string): readonly string[] {
  const found = new Set<string>();
  walk(parseModule(path, text), (node) => {
    const name = node.type === 'Identifier' ? node['name'] : node.type === 'Literal' ? node['value'] : undefined;
    if (typeof name === 'string' && variable.test(name)) {
      found.add(name);
    }
    return isNode(node);
  });
  return [...found];
}
