import { demoIdpAccounts, startMockIdp, type MockIdp } from '@auth-patterns/mock-idp';
import { onTestFinished } from 'vitest';
import { createBrowser } from './browser.ts';

/** Starts the identity provider, with legacy-proxy at the given origin as its client; it ends with the test. */
export async function startIdp(port: number): Promise<MockIdp> {
  const idp = await startMockIdp({ legacyProxyOrigin: `http://localhost:${port}` });
  onTestFinished(async () => idp.close());
  return idp;
}

/** Signs in at the provider's page and allows what is asked, as a person does. Gives the address that it leads back to. */
export async function signInAtIdp({ issuer }: MockIdp, url: string, email: string): Promise<string> {
  const browser = createBrowser(issuer);
  const { origin } = new URL(issuer);

  /** Follows redirects inside the provider; gives the address of the page, or the first one outside. */
  async function follow(at: string, response: Response): Promise<string> {
    const location = response.headers.get('location');
    const next = location === null ? at : new URL(location, at).href;
    return location === null || new URL(next).origin !== origin ? next : follow(next, await browser.get(next));
  }

  const password = demoIdpAccounts.find((account) => account.email === email)?.password ?? '';
  const signInPage = await follow(url, await browser.get(url));
  // A form of the provider goes back to the address of its page.
  const signedIn = await browser.post(signInPage, { email, password, action: 'sign-in' });
  const consentPage = await follow(signInPage, signedIn);
  return new URL(consentPage).origin === origin
    ? follow(consentPage, await browser.post(consentPage, { action: 'allow' }))
    : consentPage;
}
