import { normalizeOperationOutcome } from '@medplum/core';
import type { AccessPolicy, OperationOutcome, ResourceType } from '@medplum/fhirtypes';
import { type AccessRule, accessRules, allowedInteractions, rulesFor } from './access-rules.ts';

export type Refusal = Readonly<{ title: string; explanation: string }>;

/** What was asked for, such as `create`, if that is known. */
type Asked = 'read' | 'search' | 'history' | 'create' | 'update' | undefined;

/** Says why Medplum did not do what was asked, in terms of the user's access policy where that is the reason. */
export function explainDenial(
  error: unknown,
  resourceType: ResourceType,
  policy: AccessPolicy | undefined,
  asked?: Asked,
): Refusal {
  const outcome = normalizeOperationOutcome(error);
  const text = textOf(outcome);
  if (text.startsWith('No answer from ')) {
    return { title: 'Medplum does not answer', explanation: `${text}. ${offline}` };
  }
  if (text.trimStart().startsWith('<')) {
    return { title: 'Medplum has a problem', explanation: webPage };
  }
  const reason = outcome.id ?? outcome.issue[0]?.code ?? '';
  if (reason === 'forbidden') {
    return { title: 'Your access policy does not allow this', explanation: forbidden(resourceType, policy, asked) };
  }
  return (
    explanations(resourceType)[reason] ??
    explanations(resourceType)[outcome.issue[0]?.code ?? ''] ?? {
      title: 'Medplum could not do this',
      explanation: text,
    }
  );
}

const offline = 'Check the connection of this device, then try again.';

const webPage =
  'A web page came in place of its answer: from a gateway whose Medplum is down, or from a network that wants you to ' +
  'sign in to it first. Open any website to see, then try again in a minute.';

/** By the id that Medplum gives an OperationOutcome, or the code of its issue. */
function explanations(resourceType: ResourceType): Readonly<Record<string, Refusal>> {
  const tooMany = {
    title: 'Too many requests',
    explanation: 'Medplum limits how often one may ask. Wait a minute, then try again.',
  };
  const ended = {
    title: 'Your session has ended',
    explanation: 'Medplum no longer accepts your token: it was revoked or has expired. Sign in again.',
  };
  const broken = {
    title: 'Medplum has a problem',
    explanation: 'It could not answer, which is not your doing. Try again in a minute.',
  };
  return {
    unauthorized: ended,
    login: ended,
    'not-found': { title: `There is no such ${resourceType} for you`, explanation: notFoundOrOutside },
    gone: {
      title: `This ${resourceType} was deleted`,
      explanation: 'Earlier versions are still in its history. To bring it back, an administrator can restore one.',
    },
    'precondition-failed': {
      title: 'Somebody else changed it first',
      explanation:
        `This ${resourceType} is no longer the version that you began with, so Medplum kept theirs. ` +
        'Reload the page, look at what changed, and enter yours again.',
    },
    'multiple-matches': {
      title: 'That is there more than once',
      explanation: `More than one ${resourceType} fits, so Medplum does not know which is meant. Nothing was stored.`,
    },
    'too-many-requests': tooMany,
    throttled: tooMany,
    exception: broken,
    timeout: broken,
    transient: broken,
  };
}

const notFoundOrOutside =
  'It does not exist, or it lies outside the criteria of your access policy. Medplum gives both the same answer (404), ' +
  'so that nobody can find out which ids are in use.';

function forbidden(resourceType: ResourceType, policy: AccessPolicy | undefined, asked: Asked): string {
  const rules = rulesFor(policy, resourceType);
  const allowed = allowedInteractions(policy, resourceType);
  if (!policy) {
    return (
      'You have no access policy, which means full access. Medplum answered 403 because it guards this beyond ' +
      'policies: perhaps only an administrator may do it.'
    );
  }
  if (rules.length === 0) {
    return `It has no entry for ${resourceType}, so Medplum answered 403. ${askForMore(accessRules(policy).length)}`;
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

function askForMore(entries: number): string {
  return `None of its ${entries} entries names that type; an administrator can add one.`;
}

function textOf({ issue }: OperationOutcome): string {
  return issue.map(({ details, diagnostics }) => details?.text ?? diagnostics ?? 'No reason given').join('; ');
}
