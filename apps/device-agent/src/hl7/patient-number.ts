import type { Identifier } from '@medplum/fhirtypes';
import { Hl7Error } from './hl7-error.ts';
import { component, repetitions, subcomponents, type Hl7Segment } from './hl7-message.ts';

type PatientNumbers = Readonly<{
  /** The identifier system of the numbers. */
  system: string;
  /** Who assigns them, as PID-3.4 says it: a name, or the OID or other universal id behind it. */
  authorities: readonly string[];
}>;

/** Identifier types (HL7 table 0203) that name a patient, the best first; a number may also have none. */
const types = ['MR', 'PI', 'PT', ''];

/**
 * Chooses the patient's number from PID-3. Only a number of this site's own authority is one: another authority's number
 * under this site's system would be another patient. A number without any authority is the sender's own and is taken
 * when there is no better one.
 */
export function readPatientNumber(patient: Hl7Segment, { system, authorities }: PatientNumbers): Identifier {
  const numbers = repetitions(patient, 3).map((repetition) => ({
    value: component(patient, 3, 1, repetition),
    rank: types.indexOf(component(patient, 3, 5, repetition)),
    authority: subcomponents(patient, 3, 4, repetition).filter((name) => name !== ''),
  }));
  const given = numbers.filter(({ value }) => value !== '');
  if (given.length === 0) {
    throw refusal(101, 'PID-3, the patient number, is missing');
  }
  const usable = given.filter(({ rank }) => rank !== -1);
  const own = usable.filter(({ authority }) => authority.some((name) => authorities.includes(name)));
  const fitting = own.length > 0 ? own : usable.filter(({ authority }) => authority.length === 0);
  const best = Math.min(...fitting.map(({ rank }) => rank));
  const values = new Set(fitting.filter(({ rank }) => rank === best).map(({ value }) => value));
  const [value, second] = values;
  if (value === undefined) {
    throw refusal(204, 'PID-3 holds no number of this site: PID-3.4 must be in DEVICE_AGENT_PATIENT_AUTHORITIES');
  }
  if (second !== undefined) {
    throw refusal(
      204,
      'PID-3 holds several numbers of this site, and none is marked as the medical record number (MR)',
    );
  }
  return { system, value };
}

function refusal(code: 101 | 204, text: string): Hl7Error {
  return new Hl7Error('AE', code, text, { segment: 'PID', field: 3 });
}
