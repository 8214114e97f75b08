import { fault, notChecked, ok, type Finding } from '#doctor/finding.ts';
import { ask, readJson, type Outside } from '#doctor/outside.ts';

type Me = Readonly<{
  membership?: Readonly<{ admin?: boolean }>;
  accessPolicy?: Readonly<{ resource?: readonly Readonly<{ resourceType?: string }>[] }>;
}>;

/** Whether an AccessPolicy limits the holder of a token. A membership without one may do everything in its Project. */
export async function policy(baseUrl: string, token: string, outside: Pick<Outside, 'fetch'>): Promise<Finding> {
  const answer = await ask(outside, new URL('auth/me', baseUrl).href, {
    headers: { authorization: `Bearer ${token}`, 'x-medplum': 'extended' },
  });
  if (!answer?.ok) {
    const what = answer ? `HTTP ${answer.status}` : 'no answer';
    return notChecked(
      'policy',
      `What this client may do: /auth/me gives ${what}.`,
      'a server that says who is signed in',
    );
  }
  const { membership, accessPolicy } = (await readJson(answer)) as Me;
  if (membership?.admin) {
    return fault(
      'policy',
      'The membership of this client is an administrator: it may change who may do what.',
      'Take Admin from its ProjectMembership.',
    );
  }
  const types = new Set((accessPolicy?.resource ?? []).map(({ resourceType = '' }) => resourceType));
  // Medplum says so of a membership without a policy.
  if (!accessPolicy || types.has('*')) {
    return fault(
      'policy',
      'No AccessPolicy limits this client: whoever has its secret reads and writes the whole Project.',
      'Choose one at its ProjectMembership (Project admin → Clients), with the types that it needs and without *. npm run provision makes one that fits.',
    );
  }
  return ok('policy', `An AccessPolicy allows ${[...types].join(', ') || 'nothing'}`);
}
