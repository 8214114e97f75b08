import { demoAccount, demoIds } from '@auth-patterns/demo-project';
import type { ControlClient } from '@auth-patterns/mock-medplum/control';
import type { Page } from '@playwright/test';
import { catchCallback, type Callback } from '#attacker/catch-callback.ts';
import { challengeOf } from '#attacker/challenge-of.ts';
import { changeClient } from '#attacker/change-client.ts';
import { readPatients, useStolen } from '#attacker/use-stolen.ts';
import type { App } from '#clinic/clinic-test.ts';
import { signInByRedirect } from '#person/sign-in-by-redirect.ts';
import { loginCode } from '#record/login-code.ts';
import { tokenCalls } from '#record/token-calls.ts';
import { expect, test } from '#story/test.ts';
import { knownValues } from '#undefended/known-values.ts';

test.describe('reading the code', () => {
  test('[B1] spa-client, when somebody reads the code on its way back, alone gets tokens for it', async ({
    page,
    app,
    tenant,
  }) => {
    const challenge = watchChallenge(page);
    const { code, url } = await catchCallbackOf(page, app, 'Maya');

    for (const guess of [{}, { code_verifier: 'x'.repeat(43) }, { code_verifier: challenge() }]) {
      expect(await useStolen(tenant, { code, ...guess })).toMatchObject({ status: 400 });
    }

    // The code was good: whoever has the verifier gets tokens for it.
    await page.goto(url);
    await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
  });

  test('[B1] spa-client, when the browser cannot make an S256 challenge, begins no sign-in and says why', async ({
    page,
    app,
    tenant,
  }) => {
    await page.addInitScript(removeSubtle);
    await page.goto(app.url);
    await page.getByRole('button', { name: 'Continue with Medplum' }).click();

    await expect(page.getByRole('alert').filter({ hasText: 'This page is not served over https' })).toBeVisible();
    expect((await tenant.log.list()).filter(({ path }) => path.startsWith('/oauth2/authorize'))).toEqual([]);
  });

  test.describe('from the undefended twin', () => {
    test.use({ undefended: true });

    test('[B1] undefended twin, when it falls back to a plain challenge, shows the verifier to all who read it', async ({
      page,
      app,
      tenant,
    }) => {
      await page.addInitScript(removeSubtle);
      const challenge = watchChallenge(page);
      const { code } = await catchCallbackOf(page, app, 'Maya');

      const stolen = await useStolen(tenant, { code, code_verifier: challenge() });

      expect(stolen.status).toBe(200);
      expect(await readPatients(tenant, stolen.accessToken)).toContain('Novak');
    });
  });
});

// The defence is Medplum's: it demands PKCE of every client but one with the setting `pkceOptional`. No page is needed to
// see it. That the app says so is in its src/medplum/sign-in.test.ts, "when Medplum refuses the code".
test('[B1] Medplum, when a sign-in has no challenge, gives tokens to a pkceOptional client alone', async ({
  tenant,
}) => {
  const codeOfMaya = async (): Promise<string> =>
    loginCode(tenant.baseUrl, demoAccount('Maya'), { clientId: demoIds.clients.spaClient, scope: 'openid' });
  expect(await useStolen(tenant, { code: await codeOfMaya() })).toMatchObject({
    status: 400,
    problem: 'Missing verification context',
  });

  await changeClient(tenant, { pkceOptional: true });
  const stolen = await useStolen(tenant, { code: await codeOfMaya() });

  expect(await readPatients(tenant, stolen.accessToken)).toContain('Novak');
});

test.describe('giving the app another code', () => {
  test('[B2] spa-client, when the attacker’s code comes with the user’s own state, gets no tokens for it', async ({
    page,
    app,
    tenant,
  }) => {
    await injectCode(page, app, tenant.baseUrl);

    await expect(page.getByRole('heading', { name: 'Medplum did not accept the code' })).toBeVisible();
    await expect.poll(async () => redemptions(tenant)).toEqual([400]);
    expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({});
  });

  test.describe('to the undefended twin', () => {
    test.use({ undefended: true });

    test('[B2] undefended twin, when the attacker knows the code verifier, signs the user in as the attacker', async ({
      page,
      app,
      tenant,
    }) => {
      await injectCode(page, app, tenant.baseUrl);

      await expect(page.getByRole('table', { name: 'Patients' }).getByRole('link')).toHaveText(['Lena Novak']);
    });
  });
});

test.describe('using a code twice', () => {
  test('[B2] spa-client, when its callback is opened again, sends no token request and stays signed in', async ({
    page,
    app,
    tenant,
  }) => {
    await signInAndOpenCallbackAgain(page, app);

    await expect(page.getByRole('heading', { name: 'No sign-in was under way here' })).toBeVisible();
    await expect.poll(async () => redemptions(tenant)).toEqual([200]);
    await page.goto(app.url);
    await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
  });

  test.describe('by the undefended twin', () => {
    test.use({ undefended: true });

    test('[B2] undefended twin, when its callback is opened again, redeems the code again: the session ends', async ({
      page,
      app,
      tenant,
    }) => {
      await signInAndOpenCallbackAgain(page, app);

      await expect(page.getByRole('heading', { name: 'Medplum did not accept the code' })).toBeVisible();
      await expect.poll(async () => redemptions(tenant)).toEqual([200, 400]);
      expect((await tenant.listLogins()).map(({ revoked }) => revoked)).toEqual([true]);
    });
  });
});

async function redemptions(tenant: ControlClient): Promise<readonly number[]> {
  const calls = await tokenCalls(tenant);
  return calls.filter(({ grantType }) => grantType === 'authorization_code').map(({ status }) => status);
}

async function catchCallbackOf(page: Page, app: App, firstName: string): Promise<Callback> {
  return catchCallback(page, app, async () => signInByRedirect(page, app, firstName));
}

async function signInAndOpenCallbackAgain(page: Page, app: App): Promise<void> {
  const callback = page.waitForRequest(/\/callback\?/);
  await signInByRedirect(page, app, 'Maya');
  await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
  await page.goto((await callback).url());
}

/** The user has begun to sign in, and gets back with a code of Lena's: the attacker has even read the user's state. */
async function injectCode(page: Page, app: App, baseUrl: string): Promise<void> {
  const code = await loginCode(baseUrl, demoAccount('Lena'), {
    clientId: demoIds.clients.spaClient,
    codeChallenge: challengeOf(knownValues.codeVerifier),
    scope: 'openid',
  });
  await page.goto(app.url);
  await page.getByRole('button', { name: 'Continue with Medplum' }).click();
  await expect(page.getByLabel('Password')).toBeVisible();
  const state = new URL(page.url()).searchParams.get('state') ?? '';
  await page.goto(`${app.url}/callback?${new URLSearchParams({ code, state })}`);
}

/** Reads what goes by in the open: the challenge of the authorization request. */
function watchChallenge(page: Page): () => string {
  let challenge = '';
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    challenge = pathname.endsWith('/oauth2/authorize') ? (searchParams.get('code_challenge') ?? '') : challenge;
  });
  return () => challenge;
}

/** As on a page that came by http from another machine. */
function removeSubtle(): void {
  Object.defineProperty(crypto, 'subtle', { value: undefined });
}
