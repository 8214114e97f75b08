import type { ResourceType } from '@medplum/fhirtypes';
import { entriesFor, parseCriteria } from '#access-policy/decide-access.ts';
import type { Interaction } from '#access-policy/refusal.ts';
import type { FhirContext } from '#fhir-context/fhir-context.ts';
import { checkFilters } from './check-filters.ts';

/**
 * Refuses what a policy would decide by criteria that make no sense: Medplum reads and searches by them, and only parses
 * them when it writes.
 *
 * @throws OperationOutcomeError 400 with what is wrong with them.
 */
export function requireReadableCriteria({ policy }: FhirContext, interaction: Interaction, type: string): void {
  for (const entry of entriesFor(policy, interaction, type)) {
    const { filters = [] } = entry.criteria?.startsWith(`${type}?`) ? parseCriteria(entry) : {};
    if (interaction !== 'create') {
      checkFilters(type as ResourceType, filters);
    }
  }
}
