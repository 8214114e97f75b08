import { isNode, type Node, parseModule, walk } from './parse-module.ts';

/** What a module names of another one. */
export type Specifier = Readonly<{
  value: string;
  /** Of the text between the quotes. */
  start: number;
  end: number;
  /** What it takes from there; `*` for all, and nothing when it only asks where that is. */
  names: readonly string[];
  /** True for `new URL('…', import.meta.url)`, which may also name a folder. */
  isUrl: boolean;
}>;

const known = new Map<string, readonly Specifier[]>();

/** The modules and files that a module names: imports of all kinds, exports from, types, URLs beside it. */
export function moduleSpecifiers(path: string, text: string): readonly Specifier[] {
  // Every way through the modules comes by here, and parsing is what takes time.
  const found = known.get(text) ?? findSpecifiers(path, text);
  known.set(text, found);
  return found;
}

function findSpecifiers(path: string, text: string): readonly Specifier[] {
  const found: Specifier[] = [];
  walk(parseModule(path, text), (node) => {
    const source = sourceOf(node);
    if (source && typeof source['value'] === 'string') {
      const isUrl = node.type === 'NewExpression';
      found.push({ value: source['value'], start: source.start + 1, end: source.end - 1, names: namesOf(node), isUrl });
    }
  });
  return found;
}

function sourceOf(node: Node): Node | undefined {
  if (isNode(node['source']) && /^(Import|Export|TSImportType)/.test(node.type)) {
    return node['source'];
  }
  const [first, second] = Array.isArray(node['arguments']) ? (node['arguments'] as readonly Node[]) : [];
  const callee = node['callee'];
  if (!first || !isNode(callee)) {
    return undefined;
  }
  if (node.type === 'NewExpression') {
    return callee['name'] === 'URL' && second && isOfMeta(second) ? first : undefined;
  }
  const property = isNode(callee['property']) ? callee['property']['name'] : undefined;
  if (property === 'resolve') {
    return isOfMeta(callee) ? first : undefined;
  }
  // `vi.mock('./x.ts')` and `vi.importActual('./x.ts')`.
  return property === 'mock' || property === 'importActual' ? first : undefined;
}

/** `import.meta.url`, `import.meta.resolve`. */
function isOfMeta({ object }: Node): boolean {
  return isNode(object) && object.type === 'MetaProperty';
}

function namesOf(node: Node): readonly string[] {
  if (isNode(node['callee']) && isOfMeta(node['callee'])) {
    return [];
  }
  const specifiers = Array.isArray(node['specifiers']) ? (node['specifiers'] as readonly Node[]) : [];
  const names = specifiers.flatMap((one) => {
    const name = one[node.type === 'ImportDeclaration' ? 'imported' : 'local'];
    return isNode(name) && typeof name['name'] === 'string' ? [name['name']] : [];
  });
  return names.length > 0 ? names : ['*'];
}
