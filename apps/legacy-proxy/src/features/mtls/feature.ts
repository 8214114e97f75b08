import { Agent, fetch } from 'undici';
import { MedplumError } from '#medplum/error.ts';
import type { Feature } from '#src/feature.ts';
import { readMtls } from './settings.ts';

const timeoutMs = 5_000;

/**
 * A client certificate in place of the secret (RFC 8705 §2). Tokens are asked for at an address where a TLS proxy in
 * front of Medplum takes the certificate; everything else goes the usual way, with the token alone.
 */
export const mtls: Feature = {
  name: 'mtls',
  configure: (env) => {
    const settings = readMtls(env);
    if (!settings) {
      return undefined;
    }
    const { url, cert, key, ca } = settings;
    const dispatcher = new Agent({ connect: { cert, key, ...(ca && { ca }) } });
    return {
      replacesSecret: true,
      secrets: [key],
      tokenRequest: () => async (form) => {
        form.delete('client_secret');
        const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
        const signal = AbortSignal.timeout(timeoutMs);
        const init = { method: 'POST', headers, body: form.toString(), signal, dispatcher };
        const answer = await fetch(new URL('oauth2/token', url), init).catch((cause: unknown) => {
          throw new MedplumError('unreachable', `No answer from Medplum at ${new URL(url).origin}`, { cause });
        });
        return new Response(await answer.text(), { status: answer.status, headers: [...answer.headers] });
      },
      stop: async () => dispatcher.close(),
    };
  },
};
