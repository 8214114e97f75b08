import type { CodeableConcept, Coding } from '@medplum/fhirtypes';
import { component } from './hl7-field.ts';
import type { Hl7Segment } from './hl7-message.ts';

/** HL7 table 0396 → FHIR systems. Anything else is the laboratory's own and stays under the site's namespace. */
const systems = new Map([
  ['LN', 'http://loinc.org'],
  ['SCT', 'http://snomed.info/sct'],
  ['UCUM', 'http://unitsofmeasure.org'],
  ['HL70078', 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation'],
]);
/** Where a CWE has its codes, and the version of the system of each. The third code came with HL7 v2.7. */
const places = [
  { first: 1, version: 7 },
  { first: 4, version: 8 },
  { first: 10, version: 13 },
] as const;

/**
 * Reads a CE, CWE or CNE: the code, its alternates, and the words that the sender used. OBX-3, OBR-4 and SPM-4 do not repeat,
 * so a repetition separator in them is text.
 */
export function readCodeableConcept(
  segment: Hl7Segment,
  field: number,
  namespace: string,
  repetition = segment.fields[field] ?? '',
): CodeableConcept | undefined {
  const part = (position: number): string => component(segment, field, position, repetition);
  const coding = places.flatMap(({ first, version }): Coding[] => {
    const [code = '', display = '', name = ''] = [first, first + 1, first + 2].map(part);
    const system = systemOf(name || 'L', namespace);
    return code ? [{ system, ...member('version', part(version)), code, ...member('display', display) }] : [];
  });
  const text = part(9) || part(2) || part(5) || part(11) || part(1);
  if (coding.length === 0) {
    return text ? { text } : undefined;
  }
  return { coding, ...member('text', text) };
}

function systemOf(name: string, namespace: string): string {
  return systems.get(name) ?? `${namespace}/codes/${encodeURIComponent(name)}`;
}

/** FHIR has no empty strings. */
function member<Name extends string>(name: Name, value: string): { [Key in Name]?: string } {
  return (value ? { [name]: value } : {}) as { [Key in Name]?: string };
}
