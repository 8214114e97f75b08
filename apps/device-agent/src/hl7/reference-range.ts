import type { ObservationReferenceRange } from '@medplum/fhirtypes';
import { readQuantity, type Unit } from './quantity.ts';

const number = String.raw`[+-]?\d+(?:\.\d+)?`;
const between = new RegExp(String.raw`^(${number})\s*-\s*(${number})$`);
const oneSided = new RegExp(String.raw`^([<>])=?\s*(${number})$`);

/** Reads OBX-7: `70-105`, `<5.0`, `>60`. The text is always kept, since FHIR's bounds do not tell `<` from `<=`. */
export function readReferenceRange(text: string, unit: Unit): ObservationReferenceRange | undefined {
  if (text === '') {
    return undefined;
  }
  const [, low = '', high = ''] = between.exec(text) ?? [];
  const [from, to] = [readQuantity(low, unit), readQuantity(high, unit)];
  // From high to low is no range.
  if (from && to && Number(from.value) <= Number(to.value)) {
    return { low: from, high: to, text };
  }
  const [, side, limit = ''] = oneSided.exec(text) ?? [];
  const bound = readQuantity(limit, unit);
  return { ...(bound && { [side === '<' ? 'high' : 'low']: bound }), text };
}
