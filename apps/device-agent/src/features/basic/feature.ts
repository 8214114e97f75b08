import type { Feature } from '#feature';
import type { MakeCredential } from '#medplum/credential.ts';
import { readBasicSetting } from './settings.ts';

/**
 * HTTP Basic, for a host that cannot do OAuth 2.0. It is the last step of the ladder: the secret travels with every request,
 * no token limits a leak to an hour, and a retiring secret is not taken.
 */
export const basic: Feature = {
  name: 'basic',
  read: (env) => (readBasicSetting(env) ? { credential: basicCredential } : undefined),
};

const basicCredential: MakeCredential = ({ clientId, clientSecret }) => {
  let isAccepted = false;
  return {
    name: 'basic',
    signIn: async (client) => {
      client.setBasicAuth(clientId, clientSecret);
      if (!isAccepted) {
        // Asks Medplum once, to tell a wrong secret from a result that is refused.
        await client.get('auth/me');
        isAccepted = true;
      }
    },
  };
};
