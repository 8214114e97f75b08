import type { CodeableConcept } from '@medplum/fhirtypes';
import { readCodeableConcept } from './codeable-concept.ts';
import { component } from './hl7-field.ts';
import type { Hl7Segment } from './hl7-message.ts';

const system = 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation';
/** Codes that HL7 table 0078 shares with FHIR's list. */
const known = new Set('< > A AA B D DET H HH HU I IND L LL LU MS N ND NEG POS R S U VS W'.split(' '));

/**
 * Reads a flag, one repetition of OBX-8: a code alone, or a CWE as of HL7 v2.7. A code that names no system is HL7's when
 * its table has it; another one, with no words beside it, is kept as text.
 */
export function readInterpretation(result: Hl7Segment, flag: string, namespace: string): CodeableConcept | undefined {
  const [code = '', , name] = [1, 2, 3].map((position) => component(result, 8, position, flag));
  const concept = readCodeableConcept(result, 8, namespace, flag);
  if (!concept || name) {
    return concept;
  }
  const { coding: [first, ...others] = [], text } = concept;
  if (known.has(code)) {
    return { coding: [{ ...first, system }, ...others], ...(text === code ? {} : { text }) };
  }
  return text === code ? { text } : concept;
}
