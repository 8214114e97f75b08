import type { ResourceType } from '@medplum/fhirtypes';
import { checkFilters } from '#matching/check-filters.ts';
import { entriesFor, parseCriteria } from './decide-access.ts';
import type { EffectivePolicy } from './effective-policy.ts';
import type { Interaction } from './refusal.ts';

/**
 * Refuses what a policy would decide by criteria that make no sense: Medplum reads and searches by them, and only parses
 * them when it writes.
 *
 * @throws OperationOutcomeError 400 with what is wrong with them.
 */
export function requireReadableCriteria(policy: EffectivePolicy, interaction: Interaction, type: string): void {
  for (const entry of entriesFor(policy, interaction, type)) {
    const { filters = [] } = entry.criteria?.startsWith(`${type}?`) ? parseCriteria(entry) : {};
    if (interaction !== 'create') {
      checkFilters(type as ResourceType, filters);
    }
  }
}
