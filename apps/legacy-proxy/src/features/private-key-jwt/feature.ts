import { medplumEndpoints } from '@auth-patterns/auth-config';
import type { Feature } from '#src/feature.ts';
import { publicKey, signClientAssertion } from './client-assertion.ts';
import { readPrivateKeys } from './settings.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** A key in place of the secret (`private_key_jwt`): the private half never leaves this server. */
export const privateKeyJwt: Feature = {
  name: 'private-key-jwt',
  configure: (env) => {
    const keys = readPrivateKeys(env);
    return (
      keys && {
        replacesSecret: true,
        secrets: keys.map(({ d }) => d),
        // Each request for a token signs anew, so no assertion outlives its minute.
        tokenRequest:
          (next, { medplum: { clientId, baseUrl } }) =>
          async (form) => {
            const tokenUrl = medplumEndpoints(baseUrl).token;
            const assertion = await signClientAssertion({ key: keys[0], clientId, tokenUrl, now: Date.now });
            form.delete('client_id');
            form.delete('client_secret');
            form.set('client_assertion_type', assertionType);
            form.set('client_assertion', assertion);
            return next(form);
          },
        routes: () => [
          {
            method: 'get',
            path: '/jwks.json',
            access: 'public',
            handle: [(_request, response) => response.json({ keys: keys.map(publicKey) })],
          },
        ],
      }
    );
  },
};
