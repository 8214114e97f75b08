import { demoIds } from '@auth-patterns/demo-project';
import type { AuditEvent, Bundle, DocumentReference } from '@medplum/fhirtypes';
import { signInToLegacyProxy } from '#person/sign-in-to-legacy-proxy.ts';
import { ownerSession } from '#record/owner-session.ts';
import { expect, test } from '#story/house-test.ts';

const author = `ClientApplication/${demoIds.clients.legacyProxy}`;

test('[S2] [S4] legacy-proxy, when a user adds a note, shows that Medplum names the client @story', async ({
  page,
  house,
  story,
}) => {
  const text = 'Blood pressure measured again: 124/78. No complaints.';
  await story.step('An old application with its own accounts. Medplum does not know them.', async () => {
    await page.goto(house.urls.legacyProxy);
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  });
  await story.step("Kim is signed in. The day's appointments come from the application's own database.", async () => {
    await signInToLegacyProxy(page, house.urls.legacyProxy);
    await expect(page.getByRole('heading', { name: "Today's appointments" })).toBeVisible();
  });
  await story.step('The chart comes from Medplum, fetched by the server with its own token.', async () => {
    await page.getByRole('link', { name: 'Lena Novak' }).click();
    await expect(page.getByRole('region', { name: 'Observations' })).toContainText('Hemoglobin A1c');
  });
  await story.step('Kim writes a note.', async () => {
    await page.getByLabel('Add a note').fill(text);
  });
  await story.step('Who did it? Medplum names the ClientApplication. Only the own log names Kim.', async () => {
    await page.getByRole('button', { name: 'Save note' }).click();
    await expect(page.getByRole('region', { name: 'The note' })).toContainText(text);
    await expect(page.getByRole('region', { name: "Medplum's history" })).toContainText('legacy-proxy');
    await expect(page.getByRole('region', { name: "Medplum's AuditEvents" })).toContainText('create');
    await expect(page.getByRole('region', { name: 'Access log' })).toContainText('nurse.kim');
  });

  const owner = await ownerSession(house.urls.medplum);
  const found = await owner.read<Bundle<DocumentReference>>(
    `DocumentReference?subject=Patient/${demoIds.patients.lena}&_sort=-_lastUpdated`,
  );
  const note = found.entry?.[0]?.resource;
  expect(Buffer.from(note?.content[0]?.attachment.data ?? '', 'base64').toString()).toContain(text);
  const history = await owner.read<Bundle<DocumentReference>>(`DocumentReference/${note?.id}/_history`);
  expect(history.entry?.map(({ resource }) => resource?.meta?.author?.reference)).toEqual([author]);
  const audit = await owner.read<Bundle<AuditEvent>>(`AuditEvent?entity=DocumentReference/${note?.id}&action=C`);
  expect(new Set(audit.entry?.flatMap(({ resource }) => resource?.agent.map(({ who }) => who?.reference)))).toEqual(
    new Set([author]),
  );
});

test('[S1] legacy-proxy, whatever a browser receives, no Medplum token is in it', async ({ page, house, context }) => {
  const bodies: string[] = [];
  page.on('response', (response) => {
    void response.text().then(
      (body) => bodies.push(body, JSON.stringify(response.headers())),
      () => undefined,
    );
  });

  await signInToLegacyProxy(page, house.urls.legacyProxy);
  await page.getByRole('link', { name: 'Sam Carter' }).click();
  await expect(page.getByRole('region', { name: 'Observations' })).toBeVisible();

  const storage = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
  );
  const seen = [...bodies, storage, JSON.stringify(await context.cookies())].join('\n');
  expect(seen).toContain('Sam Carter');
  expect(seen).not.toMatch(/eyJ[\w-]+\.[\w-]+\./);
  expect(seen).not.toContain(house.secrets.legacyProxy);
});

test('[P3] legacy-proxy, when a page is opened without a session, asks to sign in and shows no patient', async ({
  page,
  house,
}) => {
  const response = await page.goto(`${house.urls.legacyProxy}/patients/1`);

  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect(await response?.text()).not.toContain('Sam Carter');
});

test('[P3] legacy-proxy, after sign-out, no longer knows the old cookie', async ({ page, house, context }) => {
  await signInToLegacyProxy(page, house.urls.legacyProxy);
  const before = await context.cookies();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();

  await context.clearCookies();
  await context.addCookies(before);
  await page.goto(`${house.urls.legacyProxy}/patients/1`);

  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});
