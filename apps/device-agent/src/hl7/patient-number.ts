import type { Identifier } from '@medplum/fhirtypes';
import { Hl7Error } from './hl7-error.ts';
import { component, locate, repetitions, subcomponents } from './hl7-field.ts';
import type { Hl7Segment } from './hl7-message.ts';

type PatientNumbers = Readonly<{
  /** The identifier system of the numbers. */
  system: string;
  /** Who assigns them, as PID-3.4 says it: names (namespaces), and the OIDs or other universal ids behind them. */
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
    // PID-3.6, the facility, says whose number it is when PID-3.4 does not.
    authority: [4, 6].map((position) => subcomponents(patient, 3, position, repetition)).find(isGiven),
  }));
  const given = numbers.filter(({ value }) => value !== '');
  if (given.length === 0) {
    throw refusal(patient, 101, 'PID-3, the patient number, is missing');
  }
  const usable = given.filter(({ rank }) => rank !== -1);
  const own = usable.filter(({ authority }) => authority && isOwnAuthority(authority, authorities));
  const fitting = own.length > 0 ? own : usable.filter(({ authority }) => authority === undefined);
  const best = Math.min(...fitting.map(({ rank }) => rank));
  const values = new Set(fitting.filter(({ rank }) => rank === best).map(({ value }) => value));
  const [value, second] = values;
  if (value === undefined) {
    throw refusal(
      patient,
      204,
      'PID-3 holds no number of this site: PID-3.4 must be in DEVICE_AGENT_PATIENT_AUTHORITIES',
    );
  }
  if (second !== undefined) {
    throw refusal(
      patient,
      204,
      'PID-3 holds several numbers of this site, and none is marked as the medical record number (MR)',
    );
  }
  return { system, value };
}

const isGiven = (authority: readonly string[]): boolean => authority.some((part) => part !== '');

const oid = /^[0-2](?:\.\d+)+$/;
const universalId = new RegExp(
  String.raw`${oid.source}|^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$|^[a-z][\w+.-]*:`,
  'i',
);
/** HL7 table 0301: ids of these types are names of a place. */
const localTypes = new Set(['L', 'M', 'N']);

/**
 * An authority is a namespace, or a universal id with its type, or both for the same (HD, HL7 v2.5.1 §2.A.33). Where the
 * message has a universal id and this site knows one of its own, that alone decides: two sites may have one name.
 */
function isOwnAuthority([namespace = '', id = '', type = '']: readonly string[], own: readonly string[]): boolean {
  const isUniversal = type === '' ? oid.test(id) : !localTypes.has(type.toUpperCase());
  if (isUniversal && own.includes(id)) {
    return true;
  }
  const decidesById = isUniversal && id !== '' && own.some((name) => universalId.test(name));
  return namespace !== '' && !decidesById && own.includes(namespace);
}

function refusal(patient: Hl7Segment, code: 101 | 204, text: string): Hl7Error {
  return new Hl7Error('AE', code, text, locate(patient, 3));
}
