import { OperationOutcomeError } from '@medplum/core';
import type { Project } from '@medplum/fhirtypes';
import type { Response } from 'express';
import type { Caller } from '#tenant/caller.ts';
import { defaultRateLimits } from '#tenant/rate-limits.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { type Consumption, createFixedWindow } from './fixed-window.ts';
import { rateLimitItem } from './rate-limit-item.ts';
import { tooManyRequestsOutcome } from './too-many-requests.ts';

/** What interactions cost. */
const costs = {
  read: 1,
  vread: 1,
  history: 10,
  search: 20,
  create: 100,
  update: 100,
  patch: 100,
  delete: 100,
} as const;

/**
 * Takes the cost of an interaction from the member's minute.
 *
 * @throws OperationOutcomeError 429 when there is too little left.
 */
export type FhirQuota = (interaction: keyof typeof costs) => void;

type Take = (key: string, limit: number, points: number) => Consumption;

const takes = new WeakMap<Tenant, Take>();

/** Gives a request the quota of its member, and tells in the answer what is left of it. */
export function fhirQuota(tenant: Tenant, { membership, project }: Caller, response: Response): FhirQuota | undefined {
  const { rateLimits } = tenant.settings;
  if (!rateLimits) {
    return undefined;
  }
  const take = takes.get(tenant) ?? createTake(tenant);
  takes.set(tenant, take);
  const limit = projectQuota(project) ?? rateLimits.fhirQuota ?? defaultRateLimits.fhirQuota;
  const requests = response.get('RateLimit');
  return (interaction) => {
    const consumption = take(membership.id ?? '', limit, costs[interaction]);
    const item = rateLimitItem('fhirInteractions', consumption);
    response.set('RateLimit', requests ? `${requests}, ${item}` : item);
    if (!consumption.isAllowed) {
      throw new OperationOutcomeError(tooManyRequestsOutcome(consumption));
    }
  };
}

/** A member who was refused gets the same refusal until the minute is over: what is refused takes nothing more. */
function createTake({ clock }: Tenant): Take {
  const window = createFixedWindow(clock);
  const refused = new Map<string, Readonly<{ consumption: Consumption; endsAt: number }>>();

  return (key, limit, points) => {
    const now = clock().getTime();
    const known = refused.get(key);
    if (known && known.endsAt > now) {
      return { ...known.consumption, msBeforeNext: known.endsAt - now };
    }
    const consumption = window(key, limit, points);
    refused.delete(key);
    if (!consumption.isAllowed) {
      refused.set(key, { consumption, endsAt: now + consumption.msBeforeNext });
    }
    return consumption;
  };
}

function projectQuota({ systemSetting }: Project): number | undefined {
  return systemSetting?.find(({ name }) => name === 'userFhirQuota')?.valueInteger;
}
