import { demoIds } from '@auth-patterns/demo-project';
import type { Page } from '@playwright/test';
import { expectGoodLooks } from '#look/expect-good-looks.ts';
import { collectAnswers } from '#record/collect-answers.ts';
import { expect, test } from '#story/test.ts';

const { sam, lena, theo } = demoIds.patients;
/** What only Lena's records hold. Searches below ask for less: an answer repeats its question. */
const lenasData = ['Novak', 'RC-1002', '1971-11-02', 'lena.novak@example.com'];

test('[C8] spa-client, when a patient looks for somebody else in every way, shows nothing of them', async ({
  page,
  app,
  tenant,
}) => {
  const answers = await collectAnswers(page, tenant.baseUrl);
  await app.openSignedIn(page, 'Sam');
  await expect(page.getByRole('table', { name: 'Patients' }).getByRole('link')).toHaveText(['Sam Carter']);

  await page.getByLabel('Find by name').fill('Nova');
  await expect(page.getByText('No patient that you may see has a name like “Nova”.')).toBeVisible();

  for (const path of [`/patients/${lena}`, `/patients/${lena}/history`]) {
    await page.goto(app.url + path);
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('There is no such Patient for you');
    await expect(alert).toContainText('It does not exist, or it lies outside the criteria of your access policy');
    await expect(alert).toContainText('Reference for support');
    await expect(page.getByText('Novak')).toHaveCount(0);
  }

  await page.goto(`${app.url}/patients/${sam}`);
  await expect(page.getByRole('heading', { name: 'Sam Carter' })).toBeVisible();
  await expect(page.getByText('Live: what others add')).toBeVisible();
  expect(answers.holding('Carter')).not.toEqual([]);
  expect(lenasData.flatMap((text) => answers.holding(text))).toEqual([]);
});

test('[C8] Medplum, asked with a patient’s token in every other way, shows nothing of others', async ({
  page,
  app,
  tenant,
}) => {
  await app.openSignedIn(page, 'Sam');
  await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
  const observations = await lenasObservations(tenant.baseUrl, await tokenOf(page));

  const answers = await askAll(page, tenant.baseUrl, [
    `Patient?_id=${lena}`,
    `Patient?_id=${sam},${lena}`,
    `Patient?name=Nova`,
    `Patient/${lena}`,
    `Patient/${lena}/_history`,
    `Patient/${lena}/$everything`,
    `Observation?subject=Patient/${lena}`,
    `Observation?patient.name=Nova`,
    `Observation?_include=Observation:subject`,
    `Patient?_revinclude=Observation:subject`,
    `DocumentReference?subject=Patient/${lena}&_include=DocumentReference:subject`,
    `Patient?_has:Observation:subject:status=final`,
    `$graphql?query={ Patient(id: "${lena}") { name { family } } }`,
    `$graphql?query={ PatientList(name: "Nova") { name { family } birthDate } }`,
    `$graphql?query={ ObservationList { subject { reference resource { ... on Patient { name { family } } } } } }`,
  ]);

  expect(observations).toEqual([]);
  expect(answers.filter(({ body }) => lenasData.some((text) => body.includes(text)))).toEqual([]);
  expect(answers.filter(({ body }) => body.includes('Carter')).length).toBeGreaterThan(3);
});

test('[C8] spa-client, when a practitioner asks the same, gets what the patient above does not', async ({
  page,
  app,
  tenant,
}) => {
  await app.openSignedIn(page, 'Maya');
  await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();

  const answers = await askAll(page, tenant.baseUrl, [
    `Patient?_id=${lena}`,
    `Patient/${lena}/_history`,
    `Observation?_include=Observation:subject&_count=100`,
    `$graphql?query={ PatientList(name: "Novak") { name { family } birthDate } }`,
  ]);

  expect(answers.filter(({ body }) => body.includes('Novak'))).toHaveLength(4);
});

test('[C8] spa-client, when Medplum restores a field that is read-only, says so and saves the rest', async ({
  page,
  app,
}) => {
  await app.openSignedIn(page, 'Maya', `/patients/${theo}`);
  await expect(page.getByText('Read-only under your access policy')).toBeVisible();

  await page.getByLabel('Phone').fill('+1 555 0199');
  await page.getByLabel('Record number').fill('RC-9999');
  await page.getByRole('button', { name: 'Save changes' }).click();

  await expect(page.getByText('Medplum kept the record number')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Record number' })).toHaveValue('RC-1003');
  await page.getByRole('link', { name: 'Who changed this record' }).click();
  const newest = page.getByRole('table', { name: 'Versions, newest first' }).getByRole('row').nth(1);
  await expect(newest).toContainText('Dr Maya Rivera');
  await expect(newest).toContainText('RC-1003, +1 555 0199');
});

test('[C8] spa-client, when somebody else changed the record first, keeps theirs and says what to do', async ({
  page,
  app,
  tenant,
}) => {
  await app.openSignedIn(page, 'Maya', `/patients/${theo}`);
  await expect(page.getByRole('heading', { name: 'Theo Okafor' })).toBeVisible();
  await changeElsewhere(page, tenant.baseUrl, await tokenOf(page));

  await page.getByLabel('Phone').fill('+1 555 0100');
  await page.getByRole('button', { name: 'Save changes' }).click();

  await expect(page.getByRole('alert')).toContainText('Somebody else changed it first');
});

test('[C8] spa-client, when a patient changes the record all the same, names the policy entry that decided', async ({
  page,
  app,
}) => {
  await app.openSignedIn(page, 'Sam', `/patients/${sam}`);
  await page.getByRole('button', { name: 'Try to change it anyway' }).click();
  await page.getByRole('button', { name: 'Save changes' }).click();

  await expect(page.getByRole('alert')).toContainText('and not update (entry 1 of the policy). Medplum answered 403.');
  await page.getByText('What the server answered').click();
  await expect(page.getByText('"resourceType": "OperationOutcome"')).toBeVisible();
});

test('[C8] spa-client, when a practitioner asks who she is, shows policy and token, and no secret', async ({
  page,
  app,
}) => {
  await app.openSignedIn(page, 'Maya', '/me');
  const policy = page.getByRole('table', { name: 'Access policy' });
  await expect(policy.getByRole('row', { name: /^Patient/ })).toContainText('read-only fields: identifier');
  await expect(policy.getByRole('row', { name: /^Observation/ })).toContainText('writes must satisfy subject.exists()');
  await expect(policy.getByRole('row', { name: /^ClientApplication/ })).toContainText('hidden fields: secret');
  await page.getByText('Header and payload, decoded').click();
  await expect(page.getByText('"alg": "ES384"')).toBeVisible();

  const [header = '', payload = '', signature = ''] = (await tokenOf(page)).split('.');
  const html = await page.content();
  expect([header, payload, signature].map((part) => part.length > 20 && !html.includes(part))).toEqual([
    true,
    true,
    true,
  ]);
});

test('[C8] spa-client, when Medplum fails or refuses a search for now, says what it means', async ({
  page,
  app,
  tenant,
}) => {
  await app.openSignedIn(page, 'Maya');
  for (const [fault, title] of [
    [{ fault: 'status', status: 500 }, 'Medplum has a problem'],
    [{ fault: 'rate-limit' }, 'Too many requests'],
  ] as const) {
    await page.getByRole('link', { name: 'Theo Okafor' }).waitFor();
    await tenant.faults.add({ ...fault, path: '/fhir/R4/Observation' });

    await page.getByRole('link', { name: 'Theo Okafor' }).click();

    await expect(page.getByRole('alert').filter({ hasText: title })).toBeVisible();
    await tenant.faults.clear();
    await page.getByRole('link', { name: 'Patients' }).first().click();
  }
});

test('spa-client, of each page behind the sign-in, is accessible and fits', async ({ page, app }) => {
  await app.openSignedIn(page, 'Maya', '/patients');
  await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
  const charts = ['patients', `patients/${theo}`, `patients/${theo}/history`, 'patients/nobody'];
  for (const path of [...charts, 'me', 'sessions', 'security']) {
    await page.goto(`${app.url}/${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectGoodLooks(page, path.replace(theo, 'theo').replaceAll('/', '-'));
  }
});

type Answer = Readonly<{ path: string; status: number; body: string }>;

/** From within the page, as its user could in the browser's console. */
async function askAll(page: Page, baseUrl: string, paths: readonly string[]): Promise<readonly Answer[]> {
  const token = await tokenOf(page);
  return page.evaluate(
    async ([url, bearer, all]) => {
      const ask = async (path: string): Promise<Answer> => {
        const isGraphql = path.startsWith('$graphql?query=');
        const response = await fetch(`${url}fhir/R4/${isGraphql ? '$graphql' : path}`, {
          headers: { Authorization: `Bearer ${bearer}`, 'X-Medplum': 'extended', 'Content-Type': 'application/json' },
          ...(isGraphql && { method: 'POST', body: JSON.stringify({ query: path.slice('$graphql?query='.length) }) }),
        });
        return { path, status: response.status, body: await response.text() };
      };
      return Promise.all(all.map(ask));
    },
    [baseUrl, token, paths] as const,
  );
}

async function tokenOf(page: Page): Promise<string> {
  const login = await page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.endsWith('activeLogin')) ?? '';
    return localStorage.getItem(key);
  });
  return (JSON.parse(login ?? '{}') as { accessToken?: string }).accessToken ?? '';
}

async function lenasObservations(baseUrl: string, token: string): Promise<readonly unknown[]> {
  const response = await fetch(`${baseUrl}fhir/R4/Observation?subject=Patient/${lena}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  return ((await response.json()) as { entry?: unknown[] }).entry ?? [];
}

async function changeElsewhere(page: Page, baseUrl: string, token: string): Promise<void> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/fhir+json' };
  const address = `${baseUrl}fhir/R4/Patient/${theo}`;
  const before = (await (await page.request.get(address, { headers })).json()) as object;
  const changed = await page.request.put(address, { headers, data: { ...before, birthDate: '1959-06-28' } });
  expect(changed.status()).toBe(200);
}
