import type { AccessDecision } from '#access-policy/decide-access.ts';
import type { Interaction } from '#access-policy/refusal.ts';
import { noteDecision } from '#request-log/request-notes.ts';
import type { FhirContext } from './fhir-context.ts';

/** Notes for the log of requests what the caller's policy said, and by which of its entries. */
export function notePolicy(
  { request, policy }: FhirContext,
  interaction: Interaction,
  resourceType: string,
  decision: AccessDecision,
): void {
  noteDecision(request, () =>
    decision.allowed
      ? {
          interaction,
          resourceType,
          allowed: true,
          entry: policy.resource.indexOf(decision.entry),
          criteria: decision.entry.criteria,
        }
      : { interaction, resourceType, allowed: false },
  );
}
