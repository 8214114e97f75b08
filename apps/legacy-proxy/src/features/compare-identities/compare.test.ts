import { expect, test } from 'vitest';
import { noteFrom } from '#fhir/note.ts';
import type { Feature } from '#src/feature.ts';
import { clientIds, outcome } from '#test/recorded-medplum.ts';
import { secondIdentity } from '#test/second-identity.ts';
import { startTestApp } from '#test/start-test-app.ts';
import { compareIdentities } from './feature.ts';

/** An identity that the signed-in user cannot use yet. */
const thirdIdentity: Feature = {
  name: 'third-identity',
  configure: () => ({
    identity: () => ({
      kind: 'user',
      title: 'As nobody',
      explanation: 'For a test.',
      missing: () => ({ why: 'You are not signed in there.', link: { path: '/elsewhere', label: 'Sign in there' } }),
      withClient: async () => Promise.reject(new Error('Called although something is missing.')),
    }),
  }),
};

const options = { features: [secondIdentity(clientIds.legacyProxyAdmin), thirdIdentity, compareIdentities] };
const form = (digits: string) => ({ formId: `00000000-0000-4000-8000-0000000000${digits}` });

/** What stands in the column of one identity, tags left out. */
function column(page: string, title: string): string {
  const from = page.slice(page.indexOf(`>${title}</h2>`));
  return from
    .slice(0, from.indexOf('</section>'))
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

test('[S3] page that compares identities, asks Medplum whose policy applies to each', async () => {
  const { nurse } = await startTestApp(options);

  const browser = await nurse();

  const page = await (await browser.get('/patients/1/identities')).text();

  expect(await (await browser.get('/patients/1')).text()).toContain('href="/patients/1/identities"');
  expect(page).toMatch(/name="formId" value="[\da-f-]{36}"/);
  expect(column(page, 'As this server')).toMatch(
    /AccessPolicy\/\S+3 , with the token of ClientApplication\/\S+2 Patient: search, read/,
  );
  expect(column(page, 'On behalf of the user')).toMatch(
    /AccessPolicy\/\S+1 , with the token of ClientApplication\/\S+5 Patient: read, search/,
  );
});

test('[S3] note written as each identity, names the person under one of them and in the own log under both', async () => {
  const { nurse } = await startTestApp(options);
  const browser = await nurse();

  const page = await (await browser.post('/patients/1/identities', form('70'))).text();

  const [server, user] = [column(page, 'As this server'), column(page, 'On behalf of the user')];
  expect(server).toMatch(/AccessPolicy\/\S+3 , with the token/);
  expect(server).toMatch(/meta\.author legacy-proxy, ClientApplication\S+ meta\.onBehalfOf absent/);
  expect(server).toContain('Nothing above names the person.');
  expect(user).toMatch(/meta\.author legacy-proxy-admin, \S+ meta\.onBehalfOf Kim Larsen, Practitioner/);
  expect(user).toContain('Somewhere above, the person is named.');
  // Under on-behalf-of, too, the AuditEvent is of the client alone.
  expect(user).toMatch(/create: legacy-proxy-admin, ClientApplication\S+/);
  expect([server, user].every((text) => text.includes('nurse.kim wrote this note'))).toBe(true);
  expect(page).toMatch(/>As nobody<[^]*You are not signed in there\.[^]*href="\/elsewhere"/);
  expect(column(page, 'As nobody')).not.toContain('Medplum said no');
});

test('[S3] notes of one form, sent twice, are one for each identity, and the access log tells of each', async () => {
  const { nurse, medplum, database } = await startTestApp(options);
  const browser = await nurse();

  for (const digits of ['70', '70', '80']) {
    await browser.post('/patients/1/identities', form(digits));
  }

  const found = medplum.notes().map((document) => ({ ...noteFrom(document as never), ids: document.identifier }));
  const ids = found.flatMap((note) => note.ids?.map(({ value }) => value?.slice(-2)) ?? []);
  expect(new Set(ids)).toEqual(new Set(['71', '72', '81', '82']));
  expect(ids).toHaveLength(4);
  expect(new Set(found.map(({ author }) => author))).toEqual(new Set(['Kim Larsen (nurse.kim)']));
  expect(new Set(found.map(({ text }) => text.split(': ')[1]))).toEqual(
    new Set(['as this server.', 'on behalf of the user.']),
  );
  const written = database.prepare("SELECT DISTINCT resource FROM access_log WHERE action = 'wrote this note'").all();
  expect(new Set(written.map(({ resource }) => resource))).toEqual(
    new Set(found.map(({ id }) => `DocumentReference/${id}`)),
  );
  const logged = database.prepare("SELECT DISTINCT action FROM access_log WHERE resource = 'PatientRecord/1'").all();
  expect(new Set(logged.map(({ action }) => action))).toEqual(
    new Set(['sent a note as this server', 'sent a note on behalf of the user']),
  );
});

test.each(['', 'x', `x${form('70').formId}`, `${form('70').formId}x`])(
  '[S3] form with the id %j, which is none, is refused and nothing is written',
  async (formId) => {
    const { nurse, medplum } = await startTestApp(options);

    const answer = await (await nurse()).post('/patients/1/identities', { formId });

    expect(answer.status).toBe(400);
    expect(medplum.seen).toEqual([]);
  },
);

test('[S3] page that compares identities, when Medplum refuses one of them, says so and shows the others', async () => {
  const { nurse, medplum } = await startTestApp(options);
  const browser = await nurse();
  medplum.faults.push(({ headers }) => (headers['x-medplum-on-behalf-of'] ? outcome(403, 'forbidden') : undefined));

  const page = await browser.get('/patients/1/identities');

  expect(page.status).toBe(200);
  const html = await page.text();
  expect(column(html, 'On behalf of the user')).toContain('Medplum said no');
  expect(column(html, 'As this server')).toContain('Whose policy applied');
});

test('[S3] note under each identity, for a patient without a chart, is refused in words that say why', async () => {
  const { nurse } = await startTestApp(options);

  const page = await (await (await nurse()).post('/patients/5/identities', form('70'))).text();

  expect(column(page, 'As this server')).toContain('Medplum has no single chart for this patient.');
});
