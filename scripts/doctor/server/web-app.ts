import { isSecureUrl } from '@auth-patterns/auth-config';
import { fault, ok, type Finding } from '#doctor/finding.ts';
import { ask, type Outside } from '#doctor/outside.ts';

/**
 * Whether Medplum's web app answers where `/oauth2/authorize` sends the browser: at the server's `appBaseUrl`.
 *
 * @param signInUrl - Where it sends the browser.
 */
export async function webApp(signInUrl: URL, outside: Pick<Outside, 'fetch'>): Promise<Finding> {
  const page = `${signInUrl.origin}${signInUrl.pathname}`;
  const fix = "Set appBaseUrl in the server's settings to the address of Medplum's web app, and have that run there.";
  if (!isSecureUrl(page)) {
    return fault('web-app', `People would type their password at ${page}, unencrypted.`, fix);
  }
  const answer = await ask(outside, signInUrl.href);
  if (!answer) {
    return fault('web-app', `The server sends people to ${page} to sign in, and nobody answers there.`, fix);
  }
  const isPage = answer.ok && answer.headers.get('content-type')?.startsWith('text/html');
  return isPage
    ? ok('web-app', `People sign in at ${page}`)
    : fault('web-app', `The server sends people to ${page}, which is no page (HTTP ${answer.status}).`, fix);
}
