import type { Quantity } from '@medplum/fhirtypes';
import { subcomponents, type Hl7Segment } from './hl7-message.ts';

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
  const unit = parts[1] || parts[0];
  return unit ? { unit } : {};
}

/** The digits of a power, and no unit of their own, as in `10*6`. */
const exponent = /^[+-]?\d{1,2}(?![\d*])/;

/** Many devices write a power with a bare caret, `10^9/L`, which is the separator of components as well. */
function unitComponents(result: Hl7Segment): readonly string[] {
  const parts = [1, 2, 3, 4, 5, 6, 7, 8].map((position) =>
    subcomponents(result, 6, position).join('&').replace(/&+$/, ''),
  );
  const [first = '', ...rest] = parts;
  let unit = first;
  while (unit !== '' && exponent.test(rest[0] ?? '') && rest[0] !== first) {
    unit += `^${rest.shift()}`;
  }
  // The name of the system, in the place of a name for the unit, names no unit.
  return [unit, ...(rest[0]?.toUpperCase() === 'UCUM' ? [''] : rest.slice(0, 1)), ...rest.slice(1)];
}

/** A number, with the comparator that some analyzers write before it: `5.4`, `<0.5`, `>= 100`. */
export function readQuantity(text: string, unit: Unit): Quantity | undefined {
  const [, comparator, digits] = /^(<=|>=|<|>)?\s*([+-]?\d+(?:\.\d*)?|[+-]?\.\d+)$/.exec(text.trim()) ?? [];
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
