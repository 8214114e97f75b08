import { MagicString } from 'magic-string';
import { isNode, type Node, parseModule, walk } from '#take/source/parse-module.ts';
import { removeElement } from './remove-element.ts';

const declarations = new Set(['FunctionDeclaration', 'TSTypeAliasDeclaration', 'VariableDeclaration']);

/**
 * Removes what a module imports, declares or destructures and does not use, again and again until all is used.
 *
 * @param isTaken - Whether another module takes an export of that name. Default is that all are taken.
 */
export function removeUnused(path: string, text: string, isTaken: (name: string) => boolean = () => true): string {
  const program = parseModule(path, text);
  const changed = new MagicString(text);
  const used = usedNames(program);
  walk(program, (node, [parent, , above]) => {
    if (node.type === 'ImportDeclaration') {
      removeUnusedImports(changed, text, node, used);
      return false;
    }
    if (declarations.has(node.type) && boundNames(node).every((name) => isUnused(name, used))) {
      const exported = parent?.type.startsWith('Export') ? parent : undefined;
      if (!exported || (exported.type === 'ExportNamedDeclaration' && !boundNames(node).some(isTaken))) {
        changed.remove(commentStart(text, (exported ?? node).start), node.end);
        return false;
      }
    }
    if (node.type === 'ForOfStatement') {
      // Its head declares what it goes through.
      const isOfNothing = isNode(node['right']) && goesThroughNothing(node['right'], program);
      if (isOfNothing) {
        changed.remove(commentStart(text, node.start), node.end);
      }
      return !isOfNothing;
    }
    if (node.type === 'ObjectPattern') {
      const properties = node['properties'] as readonly Node[];
      // What a rest leaves out is named for that, and what is named `_made` is waited for.
      const isForOthers = above?.type === 'ExportNamedDeclaration';
      const hasRest = isForOthers || properties.some(({ type }) => type === 'RestElement');
      const gone = properties.filter(
        (one) => !hasRest && /^[^_]/.test(nameOf(one['value'])) && isUnused(nameOf(one['value']), used),
      );
      gone.forEach((one) => removeElement(changed, text, one, properties));
    }
    return true;
  });
  const left = changed.toString();
  return left === text ? text : removeUnused(path, left, isTaken);
}

function removeUnusedImports(
  changed: MagicString,
  text: string,
  statement: Node,
  uses: ReadonlyMap<string, number>,
): void {
  const specifiers = statement['specifiers'] as readonly Node[];
  const used = specifiers.filter((one) => !isUnused(String((one['local'] as Node)['name']), uses));
  if (specifiers.length > 0 && used.length === 0) {
    changed.remove(statement.start, statement.end + (text[statement.end] === '\n' ? 1 : 0));
  } else if (used.length < specifiers.length) {
    const [first, last] = [specifiers[0], specifiers.at(-1)];
    changed.overwrite(first?.start ?? 0, last?.end ?? 0, used.map((one) => text.slice(one.start, one.end)).join(', '));
  }
}

/** `Object.values(x)` or `Object.entries(x)` of an `x` that was left empty. */
function goesThroughNothing(right: Node, program: Node): boolean {
  const [argument] = Array.isArray(right['arguments']) ? (right['arguments'] as readonly Node[]) : [];
  let isEmpty = false;
  walk(program, (node) => {
    const { id, init } = node as Readonly<Record<string, unknown>>;
    const isIt = node.type === 'VariableDeclarator' && isNode(id) && id['name'] === argument?.['name'];
    // `{} as const`.
    const value = isNode(init) && init.type === 'TSAsExpression' ? init['expression'] : init;
    const properties = isNode(value) && value.type === 'ObjectExpression' ? value['properties'] : undefined;
    isEmpty ||= isIt && Array.isArray(properties) && properties.length === 0;
  });
  return argument?.type === 'Identifier' && isEmpty;
}

function boundNames(declaration: Node): readonly string[] {
  const declared = declaration['declarations'];
  return (Array.isArray(declared) ? (declared as readonly Node[]) : [declaration]).map(({ id }) => nameOf(id));
}

function nameOf(node: unknown): string {
  return isNode(node) && typeof node['name'] === 'string' ? node['name'] : '';
}

function isUnused(name: string, used: ReadonlyMap<string, number>): boolean {
  return name !== '' && !used.has(name);
}

/** How often each name is used: not where it is bound, and not as the name of a member. */
function usedNames(program: Node): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  walk(program, (node, above) => {
    const isName = node.type === 'Identifier' || node.type === 'JSXIdentifier';
    if (isName && !isMember(node, above[0]) && !isBinding(node, above)) {
      counts.set(String(node['name']), 1);
    }
    return node.type !== 'ImportDeclaration';
  });
  return counts;
}

function isBinding(node: Node, [parent, above]: readonly Node[]): boolean {
  const isOwnName = parent?.['id'] === node && declares(parent);
  return isOwnName || (parent?.['value'] === node && above?.type === 'ObjectPattern');
}

function declares({ type }: Node): boolean {
  return declarations.has(type) || type === 'VariableDeclarator';
}

/** `x.name`, `{ name: … }` and a type's `name: …` are no uses of `name`. */
function isMember(node: Node, parent: Node | undefined): boolean {
  if (!parent || parent['computed'] === true) {
    return false;
  }
  // Of a shorthand, the value is the use.
  return parent['property'] === node || parent['key'] === node;
}

function commentStart(text: string, start: number): number {
  const comment = /(?:\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*|(?:[ \t]*\/\/[^\n]*\n)+[ \t]*)$/.exec(text.slice(0, start))?.[0];
  return start - (comment?.length ?? 0);
}
