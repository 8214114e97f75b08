import { demoIds } from '@auth-patterns/demo-project';
import { startMockMedplum } from '@auth-patterns/mock-medplum';
import type { Resource } from '@medplum/fhirtypes';
import { type Serving, startAppServer } from '#served-app/app-server.ts';
import type { ServerAddress } from './server-address.ts';

/** What stands in for the page of Medplum's web app. */
export type SignInPage = Readonly<{ address: ServerAddress['signInPage']; close: () => Promise<void> }>;

/**
 * Serves the mock's sign-in page in place of Medplum's web app, which need not run for the specs: its script asks the
 * real server's own `/auth/login`, and takes the code to the app.
 *
 * @param resources - The clinic with the server's ids: the page is about one of its clients.
 */
export async function startSignInPage(
  baseUrl: string,
  resources: readonly Resource[],
  ids: ServerAddress['ids'],
  spaOrigin: string,
): Promise<SignInPage> {
  const host = await pageHost(baseUrl, ids[demoIds.clients.spaClient] ?? '', `${spaOrigin}/callback`);
  const mock = await startMockMedplum({ project: { resources: [...resources], passwords: {} } });
  const serving: Serving = {
    from: mock.baseUrl.replace(/\/$/, ''),
    rewrite: (text) =>
      text
        .replaceAll(`${mock.baseUrl}oauth/`, '/oauth/')
        .replaceAll(mock.baseUrl, baseUrl)
        .replaceAll('mock-medplum · stands in for Medplum', 'stands in for Medplum’s web app'),
    rewriteHeader: (name, value) =>
      name === 'content-security-policy' ? value.replace(/connect-src [^;]*/, `connect-src ${baseUrl}`) : value,
  };
  // At the server's own address for it when that is free here; a browser is told otherwise.
  const page = await startAppServer(serving, portOf(host)).catch(async () => startAppServer(serving));
  return {
    address: { host, port: page.port },
    close: async () => {
      await Promise.all([page.close(), mock.close()]);
    },
  };
}

function portOf(host: string): number {
  const { hostname, port } = new URL(`http://${host}`);
  return hostname === 'localhost' ? Number(port) : 0;
}

/** The host to which the server sends a browser that wants to sign in: its setting `appBaseUrl`. */
async function pageHost(baseUrl: string, clientId: string, redirectUri: string): Promise<string> {
  const url = new URL('oauth2/authorize', baseUrl);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
  }).toString();
  const response = await fetch(url, { redirect: 'manual' });
  const location = response.headers.get('location');
  if (!location) {
    throw new Error(
      `${url.origin}/oauth2/authorize answers ${response.status} and leads nowhere: ${await response.text()}`,
    );
  }
  return new URL(location, url).host;
}
