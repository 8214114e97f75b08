import { demoIds } from '@auth-patterns/demo-project';
import { createControlClient } from '@auth-patterns/mock-medplum/control';
import { expect, test } from '#story/test.ts';

test('app, opened at a deep link, has its server’s headers and asks the test’s own tenant alone', async ({
  page,
  app,
  tenant,
  house,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => request.url().startsWith(house.urls.medplum) && asked.push(request.url()));
  const answered = page.waitForResponse(`${app.url}/patients/${demoIds.patients.theo}`);
  await app.openSignedIn(page, 'Maya', `/patients/${demoIds.patients.theo}`);

  await expect(page.getByRole('heading', { name: 'Theo Okafor' })).toBeVisible();
  expect((await answered).headers()).toMatchObject({ 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff' });
  expect(asked.length).toBeGreaterThan(1);
  expect(asked.filter((url) => !url.startsWith(tenant.baseUrl))).toEqual([]);
});

test('app, to which Medplum redirects, in a pop-up too, is the tenant’s', async ({ page, app, tenant }) => {
  await tenant.makeSession({ user: 'maya.rivera@clinic.example', client: demoIds.clients.spaClient });
  await page.goto(app.url);
  const popup = page.waitForEvent('popup');
  await page.evaluate(() => void window.open(window.location.href));
  const policy = (await popup).locator('meta[http-equiv="Content-Security-Policy"]');
  await page.goto(`${tenant.baseUrl}oauth2/authorize?${silentRequest(app.url)}`);

  await expect(policy).toHaveAttribute('content', new RegExp(`connect-src[^;]* ${tenant.baseUrl}`));
  const landed = page.locator('meta[http-equiv="Content-Security-Policy"]');
  await expect(landed).toHaveAttribute('content', new RegExp(`connect-src[^;]* ${tenant.baseUrl}`));
});

test('tenant, when its clock moves and its data changes, leaves the house alone', async ({ tenant, house }) => {
  const root = createControlClient(house.urls.medplum);
  await tenant.clock.move(86_400);

  const [mine, houses] = await Promise.all([tenant.clock.read(), root.clock.read()]);

  expect(Date.parse(mine.now) - Date.parse(houses.now)).toBeGreaterThan(86_000_000);
});

test.describe('settings', () => {
  const anotherClient = '00000004-0000-4000-8000-0000000000ff';
  test.use({ appSettings: { [demoIds.clients.spaClient]: anotherClient } });

  test('app, of another .env, asks as another client', async ({ page, app }) => {
    await page.goto(app.url);
    const asked = page.waitForRequest(/\/oauth2\/authorize\?/);
    await page.getByRole('button', { name: 'Continue with Medplum' }).click();

    expect(new URL((await asked).url()).searchParams.get('client_id')).toBe(anotherClient);
  });
});

test.describe('undefended', () => {
  test.use({ undefended: true });

  test('twin, is the same app without the headers that defend it', async ({ page, app }) => {
    const response = await page.goto(app.url);

    await expect(page.getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible();
    expect(response?.headers()).not.toHaveProperty('x-frame-options');
    expect(response?.headers()).toMatchObject({ 'x-content-type-options': 'nosniff' });
  });
});

function silentRequest(origin: string): string {
  return new URLSearchParams({
    client_id: demoIds.clients.spaClient,
    redirect_uri: `${origin}/callback`,
    response_type: 'code',
    scope: 'openid',
    prompt: 'none',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  }).toString();
}
