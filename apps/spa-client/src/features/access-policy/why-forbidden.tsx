import type { AccessPolicy, ResourceType } from '@medplum/fhirtypes';
import { useMedplum } from '@medplum/react-hooks';
import type { ReactNode } from 'react';
import type { Interaction } from '#feature';
import { type AccessRule, accessRules, allowedInteractions, rulesFor } from '#parts/access-rules.ts';

type WhyForbiddenProps = Readonly<{ resourceType: ResourceType; interaction: Interaction | undefined }>;

/** Which entry of the user's access policy decided, as far as this page can tell. */
export function WhyForbidden({ resourceType, interaction }: WhyForbiddenProps): ReactNode {
  return whyForbidden(resourceType, useMedplum().getAccessPolicy(), interaction);
}

/** Says why Medplum answered 403, in terms of the user's access policy. */
export function whyForbidden(
  resourceType: ResourceType,
  policy: AccessPolicy | undefined,
  asked: Interaction | undefined,
): string {
  const rules = rulesFor(policy, resourceType);
  const allowed = allowedInteractions(policy, resourceType);
  if (!policy) {
    return (
      'You have no access policy, which means full access. Medplum answered 403 because it guards this beyond ' +
      'policies: perhaps only an administrator may do it.'
    );
  }
  if (rules.length === 0) {
    return (
      `It has no entry for ${resourceType}, so Medplum answered 403. None of its ${accessRules(policy).length} entries ` +
      'names that type; an administrator can add one.'
    );
  }
  const allows = `For ${resourceType} it allows ${allowed.join(', ') || 'nothing'}`;
  if (asked && !allowed.some((one) => one === asked)) {
    return `${allows}, and not ${asked} (${placesOf(rules)}). Medplum answered 403.`;
  }
  const deciding = rules.filter(({ interactions }) => !asked || interactions.some((one) => one === asked));
  const bounds = deciding.flatMap(({ scope, limits }) => [...scope, ...limits]);
  return (
    `${allows} (${placesOf(deciding)}). Medplum answered 403: this was none of them, or the resource is outside its ` +
    `criteria or breaks a write constraint${bounds.length > 0 ? `: ${bounds.join('; ')}` : ''}.`
  );
}

function placesOf(rules: readonly AccessRule[]): string {
  const places = rules.map(({ place }) => place);
  return `${places.length === 1 ? 'entry' : 'entries'} ${places.join(', ')} of the policy`;
}
