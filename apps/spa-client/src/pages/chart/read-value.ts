import type { ObservationKind } from '#fhir/observation-kinds.ts';

/** What was typed, as a number or as what is wrong with it. */
export function readValue(kind: ObservationKind, typed: string): number | string {
  const value = Number(typed.trim().replace(',', '.') || 'nothing');
  if (Number.isNaN(value)) {
    return `Enter a number in ${kind.unit}`;
  }
  return value < kind.min || value > kind.max
    ? `${kind.display} is between ${kind.min} and ${kind.max} ${kind.unit}`
    : value;
}
