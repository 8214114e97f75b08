import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDemoProject, demoIds } from '@auth-patterns/demo-project';
import { createMedplumTest } from '@auth-patterns/mock-medplum/playwright';
import { expect } from '@playwright/test';

/** An app that is told the mock's root alone, and asks who its user is. */
const appHtml = `<!doctype html><title>App</title><output></output><script type="module">
  const { accessToken } = JSON.parse(localStorage.getItem('activeLogin') ?? '{}');
  const root = new URL(location.href).searchParams.get('medplum');
  const answer = await fetch(root + 'auth/me', { headers: { authorization: 'Bearer ' + accessToken } });
  const { profile } = await answer.json();
  document.querySelector('output').value = profile ? profile.resourceType : 'nobody';
</script>`;

const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(appHtml));
await once(server.listen(0, '127.0.0.1').unref(), 'listening');

const appUrl = `http://localhost:${(server.address() as AddressInfo).port}/`;
const clientId = demoIds.clients.spaClient;
const test = createMedplumTest({ project: createDemoProject({ spaOrigin: appUrl }) });

test('page, in which nobody signed in, is told so by the tenant of the test', async ({ page, medplum, mockUrl }) => {
  await page.goto(`${appUrl}?medplum=${mockUrl}`);

  await expect(page.locator('output')).toHaveText('nobody');
  expect(await medplum.control.log.list()).toMatchObject([{ path: '/auth/me', status: 401 }]);
});

test.describe('signed-in page', () => {
  test.use({ signedInAs: { user: 'maya.rivera@clinic.example', client: clientId, app: appUrl } });

  test('page, ready-made, finds its user signed in', async ({ signedInPage, mockUrl }) => {
    await signedInPage.goto(`${appUrl}?medplum=${mockUrl}`);

    await expect(signedInPage.locator('output')).toHaveText('Practitioner');
  });

  test('page, ready-made, when control ends its session, is signed out', async ({ signedInPage, medplum, mockUrl }) => {
    await medplum.control.revokeLogins();
    await signedInPage.goto(`${appUrl}?medplum=${mockUrl}`);

    await expect(signedInPage.locator('output')).toHaveText('nobody');
    expect((await medplum.control.log.list()).at(-1)).toMatchObject({ reason: { rule: 'RFC 7009 §2' } });
  });

  test('browser, that carries the cookie of the ready-made session, gets a code without a sign-in', async ({
    signedInPage,
    mockUrl,
  }) => {
    const query = new URLSearchParams({
      client_id: clientId,
      redirect_uri: `${appUrl}callback`,
      response_type: 'code',
      scope: 'openid',
      prompt: 'none',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    });
    await signedInPage.goto(`${mockUrl}oauth2/authorize?${query.toString()}`);

    expect(new URL(signedInPage.url()).searchParams.get('code')).toMatch(/^[\da-f]{32}$/);
  });
});
