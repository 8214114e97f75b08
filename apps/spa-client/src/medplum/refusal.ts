import { normalizeOperationOutcome } from '@medplum/core';
import type { AccessPolicy, OperationOutcome, ResourceType } from '@medplum/fhirtypes';
import { allowedInteractions } from './access-rules.ts';

export type Refusal = Readonly<{ title: string; explanation: string }>;

/** Says why Medplum did not do what was asked, in terms of the user's access policy where that is the reason. */
export function explainRefusal(error: unknown, resourceType: ResourceType, policy: AccessPolicy | undefined): Refusal {
  const outcome = normalizeOperationOutcome(error);
  switch (outcome.id ?? outcome.issue[0]?.code) {
    case 'forbidden':
      return { title: 'Your access policy does not allow this', explanation: forbidden(resourceType, policy) };
    case 'not-found':
      return { title: `There is no such ${resourceType} for you`, explanation: notFoundOrOutside };
    case 'gone':
      return { title: `This ${resourceType} was deleted`, explanation: 'Its history is still in Medplum.' };
    case 'too-many-requests':
    case 'throttled':
      return { title: 'Too many requests', explanation: 'Medplum limits how often one may ask. Wait a minute.' };
    default:
      return { title: 'Medplum could not do this', explanation: textOf(outcome) };
  }
}

const notFoundOrOutside =
  'It does not exist, or it lies outside the criteria of your access policy. Medplum gives both the same answer (404), ' +
  'so that nobody can find out which ids are in use.';

function forbidden(resourceType: ResourceType, policy: AccessPolicy | undefined): string {
  const allowed = allowedInteractions(policy, resourceType);
  return allowed.length === 0
    ? `It has no entry for ${resourceType}, so Medplum answered 403.`
    : `For ${resourceType} it allows ${allowed.join(', ')}. Medplum answered 403: this was none of them, or the ` +
        'resource is outside its criteria or breaks a write constraint.';
}

function textOf({ issue }: OperationOutcome): string {
  return issue.map(({ details, diagnostics }) => details?.text ?? diagnostics ?? 'No reason given').join('; ');
}
