import { MagicString } from 'magic-string';
import { isNode, type Node, parseModule, walk } from '#take/source/parse-module.ts';
import { removeElement } from './remove-element.ts';
import { removeUnused } from './remove-unused.ts';

/** Whether something is named after what was left out: `legacy-proxy`, `legacyProxy`, `LEGACY_PROXY_PORT`. */
export type IsLeftOut = (name: string) => boolean;

const lists = new Set(['ObjectExpression', 'ObjectPattern', 'ArrayExpression', 'TSTypeLiteral', 'TSUnionType']);

/**
 * Takes out of a module what is named after something that was left out: members of objects and types, entries of lists, what is
 * done only with it, what is said of a file. What nothing uses any more goes with it, imports too.
 */
export function forget(path: string, text: string, isLeftOut: IsLeftOut): string {
  const changed = new MagicString(text);
  let hasChanged = false;
  walk(parseModule(path, text), (node) => {
    if ((node.type === 'IfStatement' && decidesOn(node['test'], isLeftOut)) || skipsFor(node, isLeftOut)) {
      changed.remove(node.start, node.end);
      hasChanged = true;
      return false;
    }
    if (!lists.has(node.type)) {
      return true;
    }
    const elements = elementsOf(node);
    const gone = elements.filter((element) => isAbout(element, isLeftOut));
    gone.forEach((element) => removeElement(changed, text, element, elements));
    hasChanged ||= gone.length > 0;
    return gone.length === 0 || gone.length < elements.length;
  });
  return hasChanged ? removeUnused(path, changed.toString()) : text;
}

function elementsOf(node: Node): readonly Node[] {
  const value = node['properties'] ?? node['elements'] ?? node['members'] ?? node['types'];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function isAbout(element: Node, isLeftOut: IsLeftOut): boolean {
  const { key, value, argument, literal, computed } = element as Readonly<Record<string, unknown>>;
  if (element.type === 'Literal' || isNode(literal)) {
    const { value: text } = (isNode(literal) ? literal : element) as Readonly<Record<string, unknown>>;
    return typeof text === 'string' && isLeftOut(text);
  }
  if (element.type === 'Identifier') {
    return isLeftOut(String(element['name']));
  }
  if (element.type === 'ObjectExpression') {
    return elementsOf(element).some((one) => isPathOfLeftOut(one['value'], isLeftOut));
  }
  if (isNode(argument)) {
    return element.type === 'SpreadElement' && mentions(conditionOf(argument), isLeftOut);
  }
  if (importsLeftOut(element, isLeftOut)) {
    return true;
  }
  if (!isNode(key)) {
    return false;
  }
  const isNamed = computed === true ? mentions(key, isLeftOut) : isLeftOut(String(key['name'] ?? key['value']));
  return isNamed || (isNode(value) && value.type === 'MemberExpression' && mentions(value, isLeftOut));
}

/** An entry such as `{ file: 'src/features/x/y.ts', … }` is about that file. */
function isPathOfLeftOut(value: unknown, isLeftOut: IsLeftOut): boolean {
  const text = isNode(value) && value.type === 'Literal' ? value['value'] : undefined;
  return typeof text === 'string' && text.includes('/') && isLeftOut(text);
}

/** `if (name)` and `if (x.name)`. */
function decidesOn(test: unknown, isLeftOut: IsLeftOut): boolean {
  const isName = isNode(test) && ['Identifier', 'MemberExpression'].includes(test.type);
  return isName && mentions(test, isLeftOut);
}

/** `test.skip(x.name !== undefined, 'why')`: a condition that never holds without it. */
function skipsFor({ type, expression }: Node, isLeftOut: IsLeftOut): boolean {
  if (type !== 'ExpressionStatement' || !isNode(expression) || !isNode(expression['callee'])) {
    return false;
  }
  const { object, property } = expression['callee'];
  const [condition] = Array.isArray(expression['arguments']) ? (expression['arguments'] as readonly Node[]) : [];
  const isSkip = isNode(object) && object['name'] === 'test' && isNode(property) && property['name'] === 'skip';
  return isSkip && isNode(condition) && mentions(condition, isLeftOut);
}

/** Of `...(condition && { … })` what decides; what is spread otherwise. */
function conditionOf(argument: Node): Node {
  const inner = argument.type === 'ParenthesizedExpression' ? (argument['expression'] as Node) : argument;
  return inner.type === 'LogicalExpression' ? (inner['left'] as Node) : inner;
}

/** An entry that loads something when it is wanted: `() => import('…')`. */
function importsLeftOut(element: Node, isLeftOut: IsLeftOut): boolean {
  let found = false;
  walk(element, ({ type, source }) => {
    found ||= type === 'ImportExpression' && isNode(source) && isLeftOut(String(source['value']));
  });
  return found;
}

function mentions(node: Node, isLeftOut: IsLeftOut): boolean {
  let found = false;
  walk(node, ({ type, name, value }) => {
    found ||= type === 'Identifier' ? isLeftOut(String(name)) : type === 'Literal' && isLeftOut(String(value));
  });
  return found;
}
