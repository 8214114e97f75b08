import type { Page } from '@playwright/test';
import {
  attackerKey,
  leaveUnsigned,
  type PublishedKey,
  readClaims,
  signAsAttacker,
  signWithPublicKey,
} from '#attacker/forge-id-token.ts';
import type { App } from '#clinic/clinic-test.ts';
import { signInHere } from '#person/sign-in-here.ts';
import { expect, test } from '#story/test.ts';

type Forge = (claims: Readonly<Record<string, unknown>>, medplumKey: PublishedKey) => string;

/** Signed well, with a key that `jwks.json` lists in this test: what is wrong is one claim alone. */
const wrongClaims: Readonly<Record<string, Forge>> = {
  'for another client': (claims) => signAsAttacker({ ...claims, aud: 'another-client' }),
  'of another issuer': (claims) => signAsAttacker({ ...claims, iss: 'https://evil.example/' }),
  'that has expired': (claims) => signAsAttacker({ ...claims, exp: Number(claims['iat']) - 120 }),
  'of another sign-in': (claims) => signAsAttacker({ ...claims, nonce: 'another-nonce' }),
  'without a nonce': (claims) => signAsAttacker({ ...claims, nonce: undefined }),
};

const wrongSignatures: Readonly<Record<string, Forge>> = {
  'without a signature': (claims) => leaveUnsigned(claims),
  'with Medplum’s public key as a secret': (claims, key) => signWithPublicKey(claims, key),
  'with a key that nobody knows': (claims) => signAsAttacker(claims, 'nobody-knows-this-key'),
  'with another key under the name of Medplum’s': (claims, { kid }) => signAsAttacker(claims, kid),
};

const forgeries = [
  ['a forged claim', wrongClaims],
  ['a forged signature', wrongSignatures],
] as const;

for (const [what, forged] of forgeries) {
  test(`[B10] spa-client, when the ID token has ${what}, keeps no token and says so, but for a right one`, async ({
    page,
    app,
  }) => {
    test.slow();
    const answerWith = await standBetween(page);
    for (const [how, forge] of Object.entries(forged)) {
      await test.step(how, async () => {
        answerWith(forge);
        await signIn(page, app);

        await expect(page.getByRole('alert').filter({ hasText: 'The answer could not be trusted' })).toBeVisible();
        expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
      });
    }

    // So it is what was forged that is refused, and not how it was done.
    answerWith((claims) => signAsAttacker(claims));
    await signIn(page, app);
    await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
  });
}

test.describe('undefended twin', () => {
  test.use({ undefended: true });

  for (const [what, forged] of forgeries) {
    test(`[B10] undefended twin, when the ID token has ${what}, signs the user in`, async ({ page, app }) => {
      test.slow();
      const answerWith = await standBetween(page);
      for (const [how, forge] of Object.entries(forged)) {
        await test.step(how, async () => {
          answerWith(forge);
          await signIn(page, app);

          await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
          await page.evaluate(() => localStorage.clear());
        });
      }
    });
  }
});

test('[B10] spa-client, when Medplum signs with a new key, asks for its keys once more, and not again', async ({
  page,
  context,
  app,
  tenant,
}) => {
  await context.clock.install();
  const asked: string[] = [];
  page.on('request', (request) => request.url().endsWith('/jwks.json') && asked.push(request.method()));
  await signIn(page, app);
  await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
  expect(asked).toHaveLength(1);
  await tenant.rotateKeys();
  // Within a minute of the last look, an unknown key is taken for a forged one: nobody can make the app ask all the time.
  await tenant.clock.move(61);
  await context.clock.fastForward(61_000);

  for (const _ of ['the new key', 'the new key again']) {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signInHere(page, 'Maya');
    await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
  }

  expect(asked).toHaveLength(2);
});

test('[B10] spa-client, when Medplum’s new key is nowhere to be found, refuses what it signed', async ({
  page,
  context,
  app,
  tenant,
}) => {
  await context.clock.install();
  const { keys } = await publishedKeys(tenant.baseUrl);
  await page.route(/\/jwks\.json$/, (route) => route.fulfill({ json: { keys } }));
  await tenant.rotateKeys();

  await signIn(page, app);

  await expect(page.getByRole('alert').filter({ hasText: 'The answer could not be trusted' })).toBeVisible();
});

async function signIn(page: Page, app: App): Promise<void> {
  await page.goto(app.url);
  await signInHere(page, 'Maya');
}

async function publishedKeys(baseUrl: string): Promise<Readonly<{ keys: readonly PublishedKey[] }>> {
  const response = await fetch(new URL('.well-known/jwks.json', baseUrl));
  return (await response.json()) as { keys: readonly PublishedKey[] };
}

/** Stands between the browser and Medplum: forges the ID token, and lists the attacker's key among Medplum's. */
async function standBetween(page: Page): Promise<(forge: Forge) => void> {
  let forge: Forge = (claims) => signAsAttacker(claims);
  let medplumKey: PublishedKey | undefined;
  await page.route(/\/jwks\.json$/, async (route) => {
    const response = await route.fetch();
    const { keys } = (await response.json()) as { keys: readonly PublishedKey[] };
    await route.fulfill({ response, json: { keys: [...keys, attackerKey] } });
  });
  await page.route(/\/oauth2\/token$/, async (route) => {
    const response = await route.fetch();
    const body = (await response.json()) as { id_token: string };
    medplumKey ??= (await publishedKeys(route.request().url().replace('oauth2/token', ''))).keys[0];
    const forged = medplumKey && forge(readClaims(body.id_token), medplumKey);
    await route.fulfill({ response, json: { ...body, id_token: forged } });
  });
  return (next) => {
    forge = next;
  };
}
