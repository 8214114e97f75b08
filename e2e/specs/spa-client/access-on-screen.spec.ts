import { demoAccount, demoIds } from '@auth-patterns/demo-project';
import type { ControlClient } from '@auth-patterns/mock-medplum/control';
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

  await page.goto(`${app.url}/patients/${lena}`);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('There is no such record for you');
  await expect(alert).toContainText('It does not exist, or it lies outside the criteria of your access policy');
  await expect(alert).toContainText('Reference for support');
  await expect(page.getByText('Novak')).toHaveCount(0);

  await page.goto(`${app.url}/patients/${sam}`);
  await expect(page.getByRole('heading', { name: 'Sam Carter' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Observations' })).toBeVisible();
  expect(answers.holding('Carter')).not.toEqual([]);
  expect(lenasData.flatMap((text) => answers.holding(text))).toEqual([]);
});

test('[C8] Medplum, asked with a patient’s token in every other way, shows nothing of others', async ({ tenant }) => {
  const observations = await ask(tenant, 'Sam', [`Observation?subject=Patient/${lena}`]);

  const answers = await ask(tenant, 'Sam', [
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

  expect(JSON.parse(observations[0] ?? '{}')).not.toHaveProperty('entry.0');
  expect(answers.filter((body) => lenasData.some((text) => body.includes(text)))).toEqual([]);
  expect(answers.filter((body) => body.includes('Carter')).length).toBeGreaterThan(3);
});

test('[C8] Medplum, asked the same with a practitioner’s token, shows what it does not show to the patient', async ({
  tenant,
}) => {
  const answers = await ask(tenant, 'Maya', [
    `Patient?_id=${lena}`,
    `Patient/${lena}`,
    `Observation?_include=Observation:subject&_count=100`,
    `$graphql?query={ PatientList(name: "Novak") { name { family } birthDate } }`,
  ]);

  expect(answers.filter((body) => body.includes('Novak'))).toHaveLength(4);
});

test('spa-client, of each page behind the sign-in, is accessible and fits', async ({ page, app }) => {
  await app.openSignedIn(page, 'Maya', '/patients');
  await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
  for (const path of ['patients', `patients/${theo}`, 'patients/nobody', 'me']) {
    await page.goto(`${app.url}/${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectGoodLooks(page, path.replace(theo, 'theo').replaceAll('/', '-'));
  }
});

/** Asks as anybody can who copies the token of a person's browser. Returns the bodies. */
async function ask(tenant: ControlClient, firstName: string, paths: readonly string[]): Promise<readonly string[]> {
  const { accessToken } = await tenant.makeSession({
    user: demoAccount(firstName).email,
    client: demoIds.clients.spaClient,
  });
  const headers = {
    Authorization: `Bearer ${accessToken}`,
    'X-Medplum': 'extended',
    'Content-Type': 'application/json',
  };
  const graphql = '$graphql?query=';
  return Promise.all(
    paths.map(async (path) => {
      const isGraphql = path.startsWith(graphql);
      const response = await fetch(`${tenant.baseUrl}fhir/R4/${isGraphql ? '$graphql' : path}`, {
        headers,
        ...(isGraphql && { method: 'POST', body: JSON.stringify({ query: path.slice(graphql.length) }) }),
      });
      return response.text();
    }),
  );
}
