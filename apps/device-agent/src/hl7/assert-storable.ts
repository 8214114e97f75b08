import { Hl7Error, type Hl7Location } from './hl7-error.ts';

/** What FHIR R4 lets a code hold (§2.24.0.1), as Medplum checks it. */
const code = /^\S+(?: \S+)*$/;
const maxLength = 1_048_576;

/**
 * Where in the message the members of a resource come from. `unit` is that of any quantity, `value` whatever has no place of
 * its own here.
 */
export type Places = Readonly<Record<string, Hl7Location>> & Readonly<{ value: Hl7Location }>;

/**
 * Refuses what Medplum's validator would refuse, while the sender still listens: a code with blanks at its ends, text of
 * more than 1 MiB. Control characters are refused where a field is read.
 *
 * @throws Hl7Error AE that says which field it comes from.
 */
export function assertStorable(members: object, places: Places): void {
  for (const [path, text] of textsIn(members, [])) {
    const problem = problemIn(text, path.at(-1) === 'code');
    if (problem) {
      const [member = ''] = path;
      const location = (isOfUnit(path) ? places['unit'] : places[member]) ?? places.value;
      throw new Hl7Error('AE', 102, `${location.segment}-${location.field} ${problem}`, location);
    }
  }
}

function textsIn(value: unknown, path: readonly string[]): readonly (readonly [readonly string[], string])[] {
  if (typeof value === 'string') {
    return [[path, value]];
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => textsIn(inner, [...path, name]))
    : [];
}

/** A quantity has its unit and its code beside its value; the code of a concept is in a list of codings. */
function isOfUnit(path: readonly string[]): boolean {
  return path.at(-1) === 'unit' || (path.at(-1) === 'code' && !path.includes('coding'));
}

function problemIn(text: string, isCode: boolean): string | undefined {
  if (text.length > maxLength) {
    return 'is longer than 1 MiB';
  }
  return text.trim() === '' || (isCode && !code.test(text)) ? 'is not what FHIR takes there' : undefined;
}
