import { OperationOutcomeError } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';

/** What one request may still cost. A unit takes about a microsecond. */
export type Work = Readonly<{
  /** @throws OperationOutcomeError 400 `too-costly` when too little is left. */
  spend: (units: number) => void;
}>;

/** A search of 20,000 small resources with a filter costs half of it. */
const maxUnits = 1_000_000;

/** Characters of JSON that one filter looks at for a unit, and that are sent for a unit. */
const lookedAtPerUnit = 50;
const sentPerUnit = 40;

/** Makes the budget of one request. A request blocks all others while it runs, so its work is limited. */
export function createWork(units: number = maxUnits): Work {
  let left = units;
  return {
    spend: (asked) => {
      left -= asked;
      if (!(left >= 0)) {
        throw tooCostly('The request asks for more work than is done at once: ask for less, or in several requests');
      }
    },
  };
}

/** 400 for a request that would keep everybody else waiting. */
export function tooCostly(text: string): OperationOutcomeError {
  return new OperationOutcomeError({
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: 'too-costly', details: { text } }],
  });
}

/** Units for one look at a stored resource. */
export function costOfLooking(resource: Resource): number {
  return 1 + (lookedAtSizes.get(resource) ?? sizeOf(resource)) / lookedAtPerUnit;
}

/** Units for an answer with a stored resource in it. */
export function costOfSending(resource: Resource): number {
  return 5 + sizeOf(resource) / sentPerUnit;
}

/** Stored resources are never changed: a new version is another object. */
const sizes = new WeakMap<Resource, number>();
/** For resources of which a part is read only when it is asked for. */
const lookedAtSizes = new WeakMap<Resource, number>();

/** Tells how large a resource is, in characters, of which a part is read only when it is asked for. */
export function keepSizes(resource: Resource, { looked, sent }: Readonly<{ looked: number; sent: number }>): void {
  lookedAtSizes.set(resource, looked);
  sizes.set(resource, sent);
}

function sizeOf(resource: Resource): number {
  const size = sizes.get(resource) ?? JSON.stringify(resource).length;
  sizes.set(resource, size);
  return size;
}
