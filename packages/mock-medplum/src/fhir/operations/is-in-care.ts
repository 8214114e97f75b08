import type { Resource } from '@medplum/fhirtypes';

/** The date of care in each type that has one, as a path of members. */
const careDates: Readonly<Record<string, readonly string[]>> = {
  AllergyIntolerance: ['recordedDate'],
  CarePlan: ['created'],
  ClinicalImpression: ['date'],
  Condition: ['recordedDate'],
  DeviceUseStatement: ['recordedOn'],
  DiagnosticReport: ['issued'],
  Encounter: ['period', 'start'],
  Goal: ['startDate'],
  Immunization: ['occurrenceDateTime'],
  MedicationRequest: ['authoredOn'],
  Observation: ['issued'],
  Procedure: ['performedDateTime'],
  ServiceRequest: ['occurrenceDateTime'],
};

/** Tells whether a resource is of care from `start` on and before `end`. Whoever has no date of care always is. */
export function isInCare(
  resource: Resource | undefined,
  { start, end }: Readonly<{ start: string | undefined; end: string | undefined }>,
): boolean {
  const path = careDates[resource?.resourceType ?? ''];
  const date = moment(path && valueAt(resource, path));
  const [first, last] = [moment(start), moment(end)];
  return date === undefined || ((first === undefined || date >= first) && (last === undefined || date < last));
}

function valueAt(value: unknown, [name, ...rest]: readonly string[]): unknown {
  return name === undefined ? value : valueAt((value as Record<string, unknown> | undefined)?.[name], rest);
}

function moment(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
