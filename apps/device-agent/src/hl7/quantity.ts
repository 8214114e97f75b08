import type { Quantity } from '@medplum/fhirtypes';
import { components } from './hl7-field.ts';
import type { Hl7Segment } from './hl7-message.ts';

const ucum = 'http://unitsofmeasure.org';

/** A unit as FHIR writes it: with a code when the analyzer says UCUM, as text when it says something else or nothing. */
export type Unit = Readonly<{ unit?: string; system?: string; code?: string }>;

/** Reads OBX-6: the unit may come first or as the alternate of another system, such as ISO+. */
export function readUnit(result: Hl7Segment): Unit {
  const parts = unitComponents(result);
  for (const first of [0, 3]) {
    const [code, display, system = ''] = parts.slice(first);
    if (code && system.toUpperCase() === 'UCUM') {
      return { unit: display || code, system: ucum, code };
    }
  }
  const unit = [1, 0, 4, 3, 8].map((position) => parts[position]).find(Boolean);
  return unit ? { unit } : {};
}

/** How a part goes on that a bare caret cut off: the digits of a power, and no unit of their own, as in `10*6`. */
const continuation = /^(?:[+-]?\d{1,2}(?![\d*])|[/.*])/;
const codeSystem = /^(?:UCUM|ISO\+?|ANS\+?|99\w*)$/i;

/**
 * Many devices write a power with a bare caret, `10^9/L`, which is the separator of components as well. OBX-6 does not
 * repeat, so a repetition separator is text.
 */
function unitComponents(result: Hl7Segment): readonly string[] {
  const parts = components(result, 6);
  const units: string[] = [];
  let start = '';
  for (const part of parts) {
    if (start !== '' && part !== start && continuation.test(part) && !codeSystem.test(start)) {
      units.push(`${units.pop()}^${part}`);
    } else {
      units.push(part);
      start = part;
    }
  }
  // The name of the system, in the place of a name for the unit, names no unit.
  return units.map((unit, index) => ([1, 4].includes(index) && unit.toUpperCase() === 'UCUM' ? '' : unit));
}

/** A number, with the comparator that some analyzers write before it: `5.4`, `<0.5`, `>= 100`. */
export function readQuantity(text: string, unit: Unit): Quantity | undefined {
  const [, comparator, digits] = /^(<=|>=|<|>)?\s*([+-]?\d+(?:\.\d*)?|[+-]?\.\d+)$/.exec(text) ?? [];
  if (digits === undefined) {
    return undefined;
  }
  const value = Number(digits);
  // More digits than a JSON number keeps would be changed unseen.
  if (digits.replaceAll(/\D/g, '').replace(/^0+/, '').length > 15 || !Number.isFinite(value)) {
    return undefined;
  }
  return { value, ...(comparator ? { comparator: comparator as NonNullable<Quantity['comparator']> } : {}), ...unit };
}
