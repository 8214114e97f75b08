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
  const [, low, high] = between.exec(text) ?? [];
  // From high to low is no range.
  if (low !== undefined && high !== undefined && Number(low) <= Number(high)) {
    return { low: bound(low, unit), high: bound(high, unit), text };
  }
  const [, side, limit] = oneSided.exec(text) ?? [];
  if (limit === undefined) {
    return { text };
  }
  return side === '<' ? { high: bound(limit, unit), text } : { low: bound(limit, unit), text };
}

function bound(digits: string, unit: Unit): NonNullable<ObservationReferenceRange['low']> {
  return readQuantity(digits, unit) ?? {};
}
