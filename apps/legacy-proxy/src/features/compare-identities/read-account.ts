import type { MedplumClient } from '@medplum/core';
import type { AccessPolicy, Reference } from '@medplum/fhirtypes';
import { tracedBy } from '#fhir/traced-by.ts';

/** Who Medplum takes a request to be of, and what the AccessPolicy that it applies allows. */
export type Account = Readonly<{ profile: string; policy: string; rules: readonly string[] }>;

type Me = Readonly<{
  profile?: Readonly<{ resourceType?: string; id?: string; name?: unknown }>;
  accessPolicy?: AccessPolicy & Readonly<{ basedOn?: readonly Reference[] }>;
}>;

/** Asks Medplum itself: `GET /auth/me` answers for the identity of the request. */
export async function readAccount(client: MedplumClient, requestId: string): Promise<Account> {
  const { profile, accessPolicy } = (await client.get('auth/me', tracedBy(requestId))) as Me;
  const names = accessPolicy?.basedOn?.map(({ display, reference }) => display ?? reference ?? '') ?? [];
  const rules = accessPolicy?.resource?.map(({ resourceType, interaction, readonly, criteria }) => {
    const allowed = interaction?.join(', ') ?? (readonly ? 'read and search' : 'everything');
    return `${resourceType}: ${allowed}${criteria ? `, where ${criteria}` : ''}`;
  });
  return {
    profile: `${profile?.resourceType ?? 'unknown'}/${profile?.id ?? ''}`,
    policy: names.join(', ') || (accessPolicy?.name ?? 'a policy without a name'),
    rules: (rules ?? ['everything: no policy']).filter((rule) =>
      /^(Patient|Observation|Document|Audit|every)/.test(rule),
    ),
  };
}
