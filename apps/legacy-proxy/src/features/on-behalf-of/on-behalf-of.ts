import type { MedplumClient } from '@medplum/core';
import type { Response } from 'express';
import { createMedplumClient } from '#medplum/client.ts';
import { toMedplumError } from '#medplum/error.ts';
import type { MedplumSession } from '#medplum/sign-in.ts';
import { HttpError } from '#middleware/http-error.ts';
import { currentUser } from '#middleware/request-context.ts';
import type { Identity } from '#src/feature.ts';

/**
 * Acts on behalf of a member of the Medplum project: with that member's AccessPolicy, which Medplum notes in
 * `meta.onBehalfOf`. The token is of an administrator's client, so one call without the header would have all of its
 * rights. Hence one SDK client for each user, whose every request goes through the function that adds the header:
 * the SDK's own header options get lost in its batches, and its cache does not tell users apart.
 */
export function createOnBehalfOf(
  baseUrl: string,
  admin: MedplumSession,
  memberships: ReadonlyMap<string, string>,
): Identity {
  const clients = new Map<string, MedplumClient>();
  const membershipOf = (response: Response): string | undefined =>
    memberships.get(currentUser(response)?.username ?? '');

  function clientOf(membership: string): MedplumClient {
    const known = clients.get(membership);
    const client =
      known ??
      createMedplumClient({
        baseUrl,
        fetch: (url, init) => {
          const headers = { ...(init?.headers as Record<string, string>), 'X-Medplum-On-Behalf-Of': membership };
          return admin.fetch(url, { ...init, headers });
        },
      });
    clients.set(membership, client);
    return client;
  }

  return {
    kind: 'on-behalf-of',
    title: 'On behalf of the user',
    explanation:
      "An administrator's ClientApplication names the user's membership with each request. The user's AccessPolicy decides.",
    missing: (_request, response) => {
      const why =
        'Your user name has no membership in the Medplum project. Ask IT to name one in LEGACY_PROXY_MEMBERSHIPS.';
      return membershipOf(response) ? undefined : { why };
    },
    withClient: async (_request, response, work) => {
      const membership = membershipOf(response);
      if (membership === undefined) {
        throw new HttpError(403, 'Your account has no membership in Medplum.', 'Ask IT to connect it.');
      }
      return work(clientOf(membership)).catch((error: unknown) => {
        throw toMedplumError(error);
      });
    },
  };
}
