import type { Resource } from '@medplum/fhirtypes';
import { refusalOf } from '#access-policy/refusal-error.ts';
import type { FhirContext } from '#fhir-context/fhir-context.ts';
import { reasonOf } from '#reason/reason-of.ts';
import { noteReason } from '#request-log/request-notes.ts';
import { recordRestEvent, type RestInteraction, type RestSubject } from './record-rest-event.ts';

/**
 * Does one interaction and records how it ended. When a policy refused it, the log is told which rule was broken: the
 * answer does not tell.
 *
 * @param subject - What the interaction is about, as far as that is known before.
 * @param resourceOf - Finds the resource that a good end was about.
 */
export function audited<R>(
  context: FhirContext,
  interaction: RestInteraction,
  subject: RestSubject,
  work: () => R,
  resourceOf: (result: R) => Resource | undefined = (result) => result as Resource,
): R {
  context.quota?.(interaction);
  const startedAt = context.tenant.clock();
  try {
    const result = work();
    const resource = resourceOf(result);
    recordRestEvent(context, { interaction, subject: resource ? { resource } : subject, startedAt });
    return result;
  } catch (error) {
    recordRestEvent(context, { interaction, subject, startedAt, error });
    logRefusal(context, interaction, error);
    throw error;
  }
}

function logRefusal({ tenant, caller, request }: FhirContext, interaction: RestInteraction, error: unknown): void {
  noteReason(request, () => reasonOf(error));
  const refusal = refusalOf(error);
  if (refusal) {
    const { allowed: _no, ...broken } = refusal;
    tenant.log({ event: 'refused', ...request, interaction, who: caller.author.reference, ...broken });
  }
}
