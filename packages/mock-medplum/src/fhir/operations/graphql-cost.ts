import type { Reference, Resource } from '@medplum/fhirtypes';
import type { GraphqlWeights } from './graphql-weights.ts';

/** Units for one field that is resolved. */
const fieldUnits = 5;

/**
 * Returns how to tell what it costs to answer a GraphQL query for a resource: how often a field is resolved in it, and
 * in the resources that it refers to as far as the query follows them. It is counted in the data, because one resource
 * may have as many names as another has characters.
 *
 * @param resolve - Finds a resource by its reference.
 */
export function graphqlCost(
  { fieldsIn, fieldsInResource, followed, followedDepth }: GraphqlWeights,
  resolve: (reference: string) => Resource | undefined,
): (resource: Resource) => number {
  const known = new Map<number, Map<Resource, number>>();

  function costOf(resource: Resource, depth: number): number {
    const ofDepth = known.get(depth) ?? new Map<Resource, number>();
    known.set(depth, ofDepth);
    const cost = ofDepth.get(resource) ?? fieldsInResource + inside(resource, depth);
    ofDepth.set(resource, cost);
    return cost;
  }

  function inside(outer: object, depth: number): number {
    let cost = 0;
    for (const [name, value] of Object.entries(outer) as [string, unknown][]) {
      const fields = fieldsIn.get(name);
      if (fields !== undefined) {
        for (const inner of [value].flat()) {
          cost += fields + (isObject(inner) ? inside(inner, depth) + following(name, inner, depth) : 0);
        }
      }
    }
    return cost;
  }

  function following(name: string, { reference }: Reference, depth: number): number {
    const target = depth > 0 && followed.has(name) && typeof reference === 'string' ? resolve(reference) : undefined;
    return target ? costOf(target, depth - 1) : 0;
  }

  return (resource) => fieldUnits * costOf(resource, followedDepth);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
