import { expect, test } from 'vitest';
import { clientIds, outcome } from '#test/recorded-medplum.ts';
import { secondIdentity } from '#test/second-identity.ts';
import { startTestApp } from '#test/start-test-app.ts';
import { compareIdentities } from './feature.ts';

const options = { features: [secondIdentity(clientIds.legacyProxyAdmin), compareIdentities] };

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

  const page = await (await (await nurse()).get('/patients/1/identities')).text();

  expect(column(page, 'As this server')).toMatch(
    /AccessPolicy\/\S+3 , with the token of ClientApplication\/\S+2 Patient: search, read/,
  );
  expect(column(page, 'On behalf of the user')).toMatch(
    /AccessPolicy\/\S+1 , with the token of ClientApplication\/\S+5 Patient: read, search/,
  );
});

test('[S3] note written as each identity, names the person under one of them and in the own log under both', async () => {
  const { nurse, medplum } = await startTestApp(options);
  const browser = await nurse();
  const form = await (await browser.get('/patients/1/identities')).text();
  const formId = /name="formId" value="([^"]+)"/.exec(form)?.[1] ?? '';

  const page = await (await browser.post('/patients/1/identities', { formId })).text();
  await browser.post('/patients/1/identities', { formId });

  expect(medplum.notes()).toHaveLength(2);
  const [server, user] = [column(page, 'As this server'), column(page, 'On behalf of the user')];
  expect(server).toMatch(/meta\.author legacy-proxy, ClientApplication\S+ meta\.onBehalfOf absent/);
  expect(server).toContain('Nothing above names the person.');
  expect(user).toMatch(/meta\.author legacy-proxy-admin, \S+ meta\.onBehalfOf Kim Larsen, Practitioner/);
  expect(user).toContain('Somewhere above, the person is named.');
  // Under on-behalf-of, too, the AuditEvent is of the client alone.
  expect(user).toMatch(/create: legacy-proxy-admin, ClientApplication\S+/);
  expect([server, user].every((text) => text.includes('nurse.kim wrote this note'))).toBe(true);
});

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
  const browser = await nurse();
  const form = await (await browser.get('/patients/5/identities')).text();
  const formId = /name="formId" value="([^"]+)"/.exec(form)?.[1] ?? '';

  const page = await (await browser.post('/patients/5/identities', { formId })).text();

  expect(column(page, 'As this server')).toContain('Medplum has no single chart for this patient.');
});
