import { createMedplumClient } from '#medplum/client.ts';
import { createMedplumSession } from '#medplum/sign-in.ts';
import type { Feature } from '#src/feature.ts';
import { adminSecret, memberships } from './recorded-medplum.ts';

/**
 * An identity beside the server's own, for features that use whatever identities there are: Kim Larsen's.
 *
 * @param clientId - The administrator's client, which acts for her.
 */
export const secondIdentity = (clientId: string): Feature => ({
  name: 'second-identity',
  configure: () => ({
    identity: ({ config: { medplum } }) => {
      const settings = { ...medplum, clientId, clientSecret: adminSecret };
      const admin = createMedplumSession({ settings });
      const named = { 'x-medplum-on-behalf-of': `ProjectMembership/${memberships.kim}` };
      const client = createMedplumClient({
        baseUrl: medplum.baseUrl,
        fetch: async (url, init) =>
          admin.fetch(url, { ...init, headers: { ...(init?.headers as Record<string, string>), ...named } }),
      });
      return {
        kind: 'on-behalf-of',
        title: 'On behalf of the user',
        explanation: 'For a test.',
        missing: (_request, response) =>
          response.locals['user']?.role === 'nurse' ? undefined : { why: 'You are not known in Medplum.' },
        withClient: async (_request, _response, work) => work(client),
      };
    },
  }),
});
