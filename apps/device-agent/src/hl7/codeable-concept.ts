import type { CodeableConcept, Coding } from '@medplum/fhirtypes';
import { component } from './hl7-field.ts';
import type { Hl7Segment } from './hl7-message.ts';

/** HL7 table 0396 → FHIR systems. Anything else is the laboratory's own and stays under the site's namespace. */
const systems: Readonly<Record<string, string>> = {
  LN: 'http://loinc.org',
  SCT: 'http://snomed.info/sct',
  UCUM: 'http://unitsofmeasure.org',
  HL70078: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation',
};

/**
 * Reads a CE, CWE or CNE: the code, its alternate, and the words that the sender used. OBX-3, OBR-4 and SPM-4 do not repeat,
 * so a repetition separator in them is text.
 */
export function readCodeableConcept(
  segment: Hl7Segment,
  field: number,
  namespace: string,
  repetition = segment.fields[field] ?? '',
): CodeableConcept | undefined {
  const part = (position: number): string => component(segment, field, position, repetition);
  const coding = [1, 4].flatMap((first) => readCoding(part(first), part(first + 1), part(first + 2), namespace));
  const text = part(9) || part(2) || part(5) || part(1);
  if (!text && coding.length === 0) {
    return undefined;
  }
  return { ...(coding.length > 0 ? { coding } : {}), ...(text ? { text } : {}) };
}

function readCoding(code: string, display: string, system: string, namespace: string): Coding[] {
  if (!code) {
    return [];
  }
  const name = system || 'L';
  const uri = systems[name] ?? `${namespace}/codes/${encodeURIComponent(name)}`;
  return [{ system: uri, code, ...(display ? { display } : {}) }];
}
