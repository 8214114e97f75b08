import { demoIdpAccounts } from '#account/demo-accounts.ts';
import { createCookieBrowser, type CookieBrowser, type Visit } from './cookie-browser.ts';

/** Signs a demo account in on the page that `url` leads to, and stops at the next page. */
export async function signIn(browser: CookieBrowser, url: URL, email = 'maya.rivera@clinic.example'): Promise<Visit> {
  const password = demoIdpAccounts.find((account) => account.email === email)?.password ?? '';
  return browser.submit(await browser.open(url), { email, password, action: 'sign-in' });
}

/** Signs in and allows what is asked, in a new browser. The result is the client's callback. */
export async function obtainCallback(url: URL, email?: string): Promise<URL> {
  const browser = createCookieBrowser();
  const consent = await signIn(browser, url, email);
  return (await browser.submit(consent, { action: 'allow' })).url;
}
