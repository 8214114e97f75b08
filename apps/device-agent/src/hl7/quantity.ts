import type { Quantity } from '@medplum/fhirtypes';
import { component, type Hl7Segment } from './hl7-message.ts';

const ucum = 'http://unitsofmeasure.org';

/** A unit as FHIR writes it: with a code when the analyzer says UCUM, as text when it says something else or nothing. */
export type Unit = Readonly<{ unit?: string; system?: string; code?: string }>;

/** Reads OBX-6: the unit may come first or as the alternate of another system, such as ISO+. */
export function readUnit(result: Hl7Segment): Unit {
  for (const first of [1, 4]) {
    const code = component(result, 6, first);
    if (code && component(result, 6, first + 2).toUpperCase() === 'UCUM') {
      return { unit: component(result, 6, first + 1) || code, system: ucum, code };
    }
  }
  const unit = component(result, 6, 2) || component(result, 6, 1);
  return unit ? { unit } : {};
}

/** A number, with the comparator that some analyzers write before it: `5.4`, `<0.5`, `>= 100`. */
export function readQuantity(text: string, unit: Unit): Quantity | undefined {
  const [, comparator, digits] = /^(<=|>=|<|>)?\s*([+-]?\d+(?:\.\d*)?|[+-]?\.\d+)$/.exec(text.trim()) ?? [];
  if (digits === undefined) {
    return undefined;
  }
  const value = Number(digits);
  return { value, ...(comparator ? { comparator: comparator as NonNullable<Quantity['comparator']> } : {}), ...unit };
}
