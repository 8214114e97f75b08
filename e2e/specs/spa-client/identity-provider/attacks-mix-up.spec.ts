import type { Page } from '@playwright/test';
import { catchCallback } from '#attacker/catch-callback.ts';
import { catchProviderAnswer } from '#attacker/catch-provider-answer.ts';
import type { App } from '#clinic/clinic-test.ts';
import { signInOnMedplumsPage } from '#person/sign-in-on-medplums-page.ts';
import { expect, test } from '#story/test.ts';

// Mix-up (RFC 9207): the app believes to be back from one server, and is back from another. It would send the code of
// the honest one to the other. `iss` in the answer says whose code it is.

for (const undefended of [false, true]) {
  const who = undefended ? 'undefended twin' : 'spa-client';
  const sends = undefended ? 'sends the code to Medplum' : 'sends the code to nobody and says why';

  test.describe(who, () => {
    test.use({ undefended });

    test(`[B5] ${who}, when it is back from Medplum with an answer that names another server, ${sends}`, async ({
      page,
      app,
    }) => {
      const sent = watchCodes(page);
      const { url, code } = await catchCallback(page, app, async () => {
        await page.goto(app.url);
        await page.getByRole('button', { name: 'Continue with Medplum' }).click();
        await signInOnMedplumsPage(page, 'Maya');
      });

      await page.goto(`${url}&iss=${encodeURIComponent('https://other.example')}`);

      if (undefended) {
        await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
      } else {
        await expect(page.getByRole('heading', { name: 'This answer comes from somebody else' })).toBeVisible();
      }
      expect(sent()).toEqual(undefended ? [code] : []);
    });

    test(`[B5] ${who}, when an identity provider’s answer is brought to the callback for Medplum’s, ${sends}`, async ({
      page,
      app,
      idp,
    }) => {
      const code = await codeOfProvider(page, app);
      const sent = watchCodes(page);
      await page.goto(app.url);
      await page.getByRole('button', { name: 'Continue with Medplum' }).click();
      await expect(page.getByLabel('Password')).toBeVisible();
      const state = new URL(page.url()).searchParams.get('state') ?? '';

      await page.goto(`${app.url}/callback?${new URLSearchParams({ code, state, iss: idp.issuer })}`);

      const heading = undefended ? 'Medplum did not accept the code' : 'This answer comes from somebody else';
      await expect(page.getByRole('heading', { name: heading })).toBeVisible();
      expect(sent()).toEqual(undefended ? [code] : []);
    });

    for (const [what, change, heading] of [
      ['names another server', 'https://other.example', 'This answer comes from somebody else'],
      ['names no server', undefined, 'This answer does not say where it comes from'],
    ] as const) {
      const goesOn = undefended ? 'redeems the code' : 'redeems no code and says why';

      test(`[B5] ${who}, when it is back from an identity provider with an answer that ${what}, ${goesOn}`, async ({
        page,
        app,
      }) => {
        const sent = watchCodes(page);
        const answer = await answerOfProvider(page, app);
        answer.searchParams.delete('iss');
        if (change) {
          answer.searchParams.set('iss', change);
        }

        await page.goto(answer.href);

        const next = undefended ? '2. Exchange Riverside ID’s token' : heading;
        await expect(page.getByRole('heading', { name: next })).toBeVisible();
        expect(sent()).toEqual(undefended ? [answer.searchParams.get('code')] : []);
      });
    }
  });
}

/** The codes that the browser sends to token endpoints, whosoever. */
function watchCodes(page: Page): () => readonly (string | null)[] {
  const bodies: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/token')) {
      bodies.push(request.postData() ?? '');
    }
  });
  return () => bodies.map((body) => new URLSearchParams(body).get('code'));
}

async function answerOfProvider(page: Page, app: App): Promise<URL> {
  await page.goto(`${app.url}/token-exchange`);
  await page.getByRole('button', { name: 'Continue with Riverside ID' }).click();
  return catchProviderAnswer(page, `${app.url}/token-exchange/callback`);
}

async function codeOfProvider(page: Page, app: App): Promise<string> {
  return (await answerOfProvider(page, app)).searchParams.get('code') ?? '';
}
