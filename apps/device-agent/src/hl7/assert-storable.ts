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
  for (const [member, value] of Object.entries(members)) {
    assertValue(value, member, { places, place: places[member] ?? places.value, isCoding: false });
  }
}

type Around = Readonly<{ places: Places; place: Hl7Location; isCoding: boolean }>;

function assertValue(value: unknown, name: string, { places, place, isCoding }: Around): void {
  if (typeof value === 'string') {
    const problem = problemIn(value, name === 'code');
    if (problem) {
      // A quantity has its unit and its code beside its value; the code of a concept is in a list of codings.
      const isOfUnit = name === 'unit' || (name === 'code' && !isCoding);
      const location = (isOfUnit ? places['unit'] : undefined) ?? place;
      throw new Hl7Error('AE', 102, `${location.segment}-${location.field} ${problem}`, location);
    }
  } else {
    const around = { places, place, isCoding: isCoding || name === 'coding' };
    for (const [inner, content] of Object.entries(value ?? {})) {
      assertValue(content, inner, around);
    }
  }
}

function problemIn(text: string, isCode: boolean): string | undefined {
  if (text.length > maxLength) {
    return 'is longer than 1 MiB';
  }
  return isCode && !code.test(text) ? 'is not what FHIR takes there' : undefined;
}
