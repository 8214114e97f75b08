import { rmSync } from 'node:fs';
import { demoAccount, demoIds } from '@auth-patterns/demo-project';
import { demoIdpAccounts } from '@auth-patterns/mock-idp';
import type { ControlClient } from '@auth-patterns/mock-medplum/control';
import type { BrowserContext, Page } from '@playwright/test';
import type { App } from '#clinic/clinic-test.ts';
import { openWindow, signInAtIdp } from '#person/sign-in-at-idp.ts';
import { signInHere } from '#person/sign-in-here.ts';
import { signInOnMedplumsPage } from '#person/sign-in-on-medplums-page.ts';
import { leakWatch } from '#record/leak-watch.ts';
import { readHar } from '#record/read-har.ts';
import { recordSecrets } from '#record/record-secrets.ts';
import { expect, test } from '#story/test.ts';

type Way = Readonly<{
  signIn: (page: Page, clinic: Readonly<{ app: App; tenant: ControlClient }>) => Promise<void>;
  /** The page of the app to which a server brings a code; without one, the code is in no address. */
  callback?: string;
  /** What the person types. */
  password?: string;
  /** Where tokens are kept. */
  tokens?: RegExp;
}>;

const { password } = demoAccount('Maya');
const idpPassword = demoIdpAccounts.find(({ givenName }) => givenName === 'Maya')?.password ?? '';
/** The SDK's two entries, under the app's prefix. */
const ofTheApp = /^localStorage spa-client:(activeLogin|logins) of /;

const ways: Readonly<Record<string, Way>> = {
  'on Medplum’s page': {
    callback: '/callback',
    password,
    signIn: async (page, { app }) => {
      await page.goto(app.url);
      await page.getByRole('button', { name: 'Continue with Medplum' }).click();
      await signInOnMedplumsPage(page, 'Maya');
      await seesPatients(page);
    },
  },
  'with a password here': {
    password,
    signIn: async (page, { app }) => {
      await page.goto(app.url);
      await signInHere(page, 'Maya');
      await seesPatients(page);
    },
  },
  'with an identity provider': {
    callback: '/callback',
    password: idpPassword,
    signIn: async (page, { app }) => {
      await page.goto(app.url);
      await signInAtIdp(await openWindow(page, 'Continue with Riverside ID'), 'Maya');
      await seesPatients(page);
    },
  },
  'with Google': {
    signIn: async (page, { app }) => {
      await page.goto(app.url);
      const popup = await openWindow(page, 'Continue with Google (stand-in)');
      await popup.getByRole('button', { name: 'Maya Rivera' }).click();
      await seesPatients(page);
    },
  },
  'by exchanging a token': {
    password: idpPassword,
    signIn: async (page, { app }) => {
      await page.goto(`${app.url}/token-exchange`);
      await page.getByRole('button', { name: 'Continue with Riverside ID' }).click();
      await signInAtIdp(page, 'Maya');
      await page.getByRole('button', { name: 'Exchange it at Medplum' }).click();
      await page.getByRole('button', { name: 'Use it: open the app' }).click();
      await seesPatients(page);
    },
  },
  'by a magic link': {
    signIn: async (page, { app, tenant }) => {
      await page.goto(`${app.url}/magic-link#${await preAuthorizedCode(tenant)}`);
      await page.getByRole('button', { name: 'Sign in with the link' }).click();
      await seesPatients(page);
    },
  },
  'by registering': {
    password: 'four-words-nobody-guesses',
    signIn: async (page, { app }) => {
      await page.goto(`${app.url}/register`);
      await page.getByLabel('First name').fill('Ida');
      await page.getByLabel('Last name').fill('Berg');
      await page.getByLabel('Email').fill('ida.berg@example.com');
      await page.getByLabel('Password', { exact: true }).fill('four-words-nobody-guesses');
      await page.getByRole('button', { name: 'Register' }).click();
      await seesPatients(page);
    },
  },
  'as a SMART app': {
    callback: '/smart/callback',
    password,
    tokens: /^sessionStorage .* of /,
    signIn: async (page, { app }) => {
      await page.goto(`${app.url}/smart`);
      await page.getByRole('button', { name: 'Start with Medplum' }).click();
      await signInOnMedplumsPage(page, 'Maya');
      await page.getByRole('button', { name: 'Allow' }).click();
      await expect(page.getByRole('heading', { name: 'The launched app' })).toBeVisible();
    },
  },
};

for (const [how, { signIn, callback, password: typed, tokens = ofTheApp }] of Object.entries(ways)) {
  test(`[B9] spa-client, when a user signed in ${how}, leaks no password, code or token`, async ({
    browser,
    app,
    tenant,
    idp,
    house,
  }, testInfo) => {
    const har = testInfo.outputPath('everything.har');
    const context = await browser.newContext({ recordHar: { path: har, content: 'embed' } });
    const watch = leakWatch(context, [tenant.baseUrl]);
    const secrets = await recordSecrets(context, tenant.baseUrl);
    const page = await context.newPage();
    await signIn(page, { app, tenant });
    await expect.poll(() => pagesOf(context)).toHaveLength(1);

    const { code = '', idToken = '', ...kept } = secrets();
    if (code) {
      expect(await watch.find(code)).toEqual(callback ? [`request URL ${app.url}${callback}`] : []);
    }
    for (const token of Object.values(kept)) {
      const places = await watch.find(token);
      expect(places.filter((place) => !tokens.test(place))).toEqual([]);
      expect(places).not.toEqual([]);
    }
    expect(await watch.find(idToken)).toEqual([]);
    // An identity provider gets its own password, which is no business of Medplum's or the app's.
    const places = typed ? await watch.find(typed) : [];
    expect(places.filter((place) => !place.includes('/interaction/'))).toEqual([]);
    expect(await page.evaluate(() => caches.keys())).toEqual([]);
    await context.close();

    const { originsWith } = readHar(har);
    rmSync(har);
    const { origin } = new URL(tenant.baseUrl);
    for (const [name, token] of Object.entries({ ...kept, idToken })) {
      expect(originsWith(token), name).toEqual([origin]);
    }
    if (code) {
      expect(originsWith(code)).toEqual(callback ? [origin, app.url].sort() : [origin]);
    }
    if (typed) {
      expect(originsWith(typed)).toEqual([typed === idpPassword ? idp.issuer : origin]);
    }
    expect(originsWith(house.canary)).toEqual([]);
  });
}

for (const undefended of [false, true]) {
  const who = undefended ? 'undefended twin' : 'spa-client';

  test.describe(who, () => {
    test.use({ undefended });

    test(`[B9] ${who}, when a code came back, ${undefended ? 'leaves' : 'does not leave'} it in Referer and history`, async ({
      page,
      context,
      app,
      tenant,
    }) => {
      const watch = leakWatch(context, [tenant.baseUrl]);
      const secrets = await recordSecrets(context, tenant.baseUrl);
      await page.goto(app.url);
      await page.getByRole('button', { name: 'Continue with Medplum' }).click();
      await signInOnMedplumsPage(page, 'Maya');
      await seesPatients(page);

      const places = await watch.find(secrets()['code'] ?? 'none');

      expect(places).toContain(`request URL ${app.url}/callback`);
      const leaks = [`Referer to ${tenant.baseUrl}oauth2/token`, `history of ${app.url}`];
      expect(leaks.filter((place) => places.includes(place))).toEqual(undefended ? leaks : []);
    });
  });
}

async function seesPatients(page: Page): Promise<void> {
  await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
}

function pagesOf(context: BrowserContext): readonly Page[] {
  return context.pages().filter((page) => !page.isClosed());
}

/** What an administrator gets to send to Sam. */
async function preAuthorizedCode(tenant: ControlClient): Promise<string> {
  const { accessToken } = await tenant.makeSession({ user: demoAccount('Olive').email });
  const response = await fetch(new URL('auth/preauthorize', tenant.baseUrl), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${accessToken}`,
      'content-type': 'application/json',
      'x-medplum-on-behalf-of': `ProjectMembership/${demoIds.memberships.sam}`,
    },
    body: JSON.stringify({ clientId: demoIds.clients.spaClient, scope: 'openid profile email' }),
  });
  return ((await response.json()) as { preAuthorizedCode: string }).preAuthorizedCode;
}
