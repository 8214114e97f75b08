import { Hl7Error, type Hl7Location } from './hl7-error.ts';

/** What FHIR R4 lets a primitive hold (§2.24.0.1), as Medplum checks it. */
const text = /^[\r\n\t\u0020-\uffff]+$/;
const formats: Readonly<Record<string, RegExp>> = {
  code: /^\S+(?: \S+)*$/,
  system: /^\S+$/,
  effectiveDateTime:
    /^[1-9]\d{3}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00))?)?)?$/,
};
const maxLength = 1_048_576;

/** Where in the message a member comes from: of an Observation, or of the order around it. */
const sources: Readonly<Record<string, Hl7Location>> = {
  code: { segment: 'OBX', field: 3 },
  referenceRange: { segment: 'OBX', field: 7 },
  interpretation: { segment: 'OBX', field: 8 },
  note: { segment: 'NTE', sequence: 1, field: 3 },
  subject: { segment: 'PID', sequence: 1, field: 3 },
  specimen: { segment: 'SPM', sequence: 1, field: 2 },
  identifier: { segment: 'OBR', sequence: 1, field: 3 },
  effectiveDateTime: { segment: 'OBX', field: 14 },
  orderCode: { segment: 'OBR', field: 4 },
  specimenType: { segment: 'SPM', field: 4 },
};

/**
 * Refuses what Medplum's validator would refuse, while the sender still listens: a control character, a code with blanks
 * at its ends, text of more than 1 MiB.
 *
 * @throws Hl7Error AE that says which field it comes from.
 */
export function assertStorable(members: object, sequence: number): void {
  for (const [member, value] of Object.entries(members)) {
    const problem = problemIn(value, member);
    if (problem) {
      const source = sources[member] ?? { segment: 'OBX', field: 5 };
      const { segment, field } = source;
      throw new Hl7Error('AE', 102, `${segment}-${field} ${problem}`, { sequence, ...source });
    }
  }
}

function problemIn(value: unknown, name: string): string | undefined {
  if (typeof value === 'string') {
    return problemInText(value, name);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([inner, content]) => problemIn(content, Array.isArray(value) ? name : inner))
      .find((problem) => problem !== undefined);
  }
  return undefined;
}

function problemInText(value: string, name: string): string | undefined {
  if (!text.test(value)) {
    return 'holds a control character, which FHIR does not take';
  }
  if (value.length > maxLength) {
    return 'is longer than 1 MiB';
  }
  return value.trim() === '' || formats[name]?.test(value) === false ? 'is not what FHIR takes there' : undefined;
}
