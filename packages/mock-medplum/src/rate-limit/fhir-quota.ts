import { OperationOutcomeError } from '@medplum/core';
import type { Project } from '@medplum/fhirtypes';
import type { Response } from 'express';

import type { Caller } from '#tenant/caller.ts';
import type { Tenant } from '#tenant/tenant.ts';

import { type Consumption, createFixedWindow } from './fixed-window.ts';
import { addRateLimitHeader } from './rate-limit-header.ts';
import { DEFAULT_RATE_LIMITS } from './rate-limits.ts';
import { tooManyRequestsOutcome } from './too-many-requests.ts';

/** What interactions cost. */
export const FHIR_COSTS = { read: 1, history: 10, search: 20, write: 100 } as const;

/** What one request takes from its member's minute. */
export type FhirQuota = Readonly<{
  /** Takes the cost of an interaction. @throws OperationOutcomeError 429 when there is too little left. */
  consume: (interaction: keyof typeof FHIR_COSTS) => void;
  /** Tells what is left, once anything was taken. */
  addHeader: (response: Response) => void;
}>;

/** Gives each request the quota of its member. */
export type FhirQuotas = (caller: Caller) => FhirQuota | undefined;

/** Makes the quotas of a tenant; none when it has no limits. */
export function createFhirQuotas({ settings: { rateLimits }, clock }: Tenant): FhirQuotas {
  const window = createFixedWindow(clock);
  /** The refusal that a member got, until the minute is over: what is refused takes nothing more. */
  const blocked = new Map<string, Readonly<{ consumption: Consumption; endsAt: number }>>();

  function take(key: string, limit: number, points: number): Consumption {
    const now = clock().getTime();
    const block = blocked.get(key);
    if (block && block.endsAt > now) {
      return { ...block.consumption, msBeforeNext: block.endsAt - now };
    }
    const consumption = window(key, limit, points);
    if (!consumption.isAllowed) {
      blocked.set(key, { consumption, endsAt: now + consumption.msBeforeNext });
    }
    return consumption;
  }

  return ({ membership, project }) => {
    if (!rateLimits) {
      return undefined;
    }
    const limit = quotaOf(project) ?? rateLimits.fhirQuota ?? DEFAULT_RATE_LIMITS.fhirQuota;
    let last: Consumption | undefined;
    return {
      consume: (interaction) => {
        last = take(membership.id ?? '', limit, FHIR_COSTS[interaction]);
        if (!last.isAllowed) {
          throw new OperationOutcomeError(tooManyRequestsOutcome(last));
        }
      },
      addHeader: (response) => last && addRateLimitHeader(response, 'fhirInteractions', last),
    };
  };
}

function quotaOf({ systemSetting }: Project): number | undefined {
  return systemSetting?.find(({ name }) => name === 'userFhirQuota')?.valueInteger;
}
