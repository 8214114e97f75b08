import { demoAccount, demoIds } from '@auth-patterns/demo-project';
import type { Page } from '@playwright/test';
import { type Loot, sendFromPage } from './stranger-page.ts';

const code = 'exports.handler = async () => 6 * 7;';

/**
 * Makes the page that is open sign in at a mock-medplum as the administrator, whose password is
 * public, and run code of its own as a Bot. Returns the first answer that is a refusal, or what the code returned.
 */
export async function runCodeFromPage(page: Page, medplumUrl: string): Promise<Loot> {
  let token = '';
  const post = async (path: string, body: object | string): Promise<Loot> => {
    const isForm = typeof body === 'string';
    return sendFromPage(page, medplumUrl + path, {
      method: 'POST',
      body: isForm ? body : JSON.stringify(body),
      headers: {
        'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
      },
    });
  };
  const { email, password } = demoAccount('Olive');
  const signedIn = await post('auth/login', {
    email,
    password,
    codeChallenge: 'a'.repeat(43),
    codeChallengeMethod: 'plain',
  });
  const login = read<{ code?: string }>(signedIn);
  if (!login.code) {
    return signedIn;
  }
  const redeemed = await post(
    'oauth2/token',
    `grant_type=authorization_code&code=${login.code}&code_verifier=${'a'.repeat(43)}`,
  );
  token = read<{ access_token?: string }>(redeemed).access_token ?? '';
  const made = await post(`admin/projects/${demoIds.project}/bot`, { name: 'A stranger’s' });
  const bot = `fhir/R4/Bot/${read<{ id?: string }>(made).id ?? 'none'}`;
  await post(`${bot}/$deploy`, { code });
  return post(`${bot}/$execute`, {});
}

function read<Body extends object>({ text }: Loot): Body {
  return (text.startsWith('{') ? JSON.parse(text) : {}) as Body;
}
