import type { CodeableConcept, Observation, Quantity } from '@medplum/fhirtypes';
import type { LabOrder, Result } from '#hl7/lab-message.ts';
import type { Mapping } from './settings.ts';

const ucum = 'http://unitsofmeasure.org';

/** Maps the tests and units of an order. What the mapping does not know keeps the laboratory's own code. */
export function mapOrder(order: LabOrder, mapping: Mapping, namespace: string): LabOrder {
  return { ...order, results: order.results.map((result) => mapResult(result, mapping, namespace)) };
}

function mapResult(result: Result, mapping: Mapping, namespace: string): Result {
  const code = mapTest(result.code, mapping, namespace);
  const { component, referenceRange, ...rest } = result;
  return {
    ...mapUnits(rest, mapping),
    code,
    ...(component ? { component: component.map((part) => ({ ...mapUnits(part, mapping), code })) } : {}),
    ...(referenceRange ? { referenceRange: referenceRange.map((range) => mapUnits(range, mapping)) } : {}),
  };
}

/** Takes the first coding that the mapping knows, and puts what it maps to before the others, without repeating one. */
function mapTest(concept: CodeableConcept, { tests }: Mapping, namespace: string): CodeableConcept {
  const { coding = [] } = concept;
  const mapped = coding.flatMap(({ system = '', code = '' }) => {
    const name = decodeURIComponent(system.replace(`${namespace}/codes/`, ''));
    return tests.get(`${code}|${name}`) ?? tests.get(code) ?? [];
  });
  const [first] = mapped;
  if (!first || coding.some(({ system, code }) => system === first.system && code === first.code)) {
    return concept;
  }
  const { display, ...known } = first;
  return { ...concept, coding: [{ ...known, ...(display ? { display } : {}) }, ...coding] };
}

/** Maps the unit of every quantity in a value. A unit that says UCUM already is left alone. */
function mapUnits<Value extends Partial<Observation> | object>(value: Value, mapping: Mapping): Value {
  const entries = Object.entries(value).map(([name, member]: [string, unknown]) => [name, mapMember(member, mapping)]);
  return Object.fromEntries(entries) as Value;
}

function mapMember(member: unknown, mapping: Mapping): unknown {
  if (typeof member !== 'object' || member === null || Array.isArray(member)) {
    return member;
  }
  const { unit, code } = member as Quantity;
  const known = unit === undefined || code !== undefined ? undefined : mapping.units.get(unit);
  return known === undefined ? mapUnits(member, mapping) : { ...member, system: ucum, code: known };
}
