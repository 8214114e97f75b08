import { expect, test } from 'vitest';
import { rawRequest } from '#test/raw-request.ts';
import { startTestApp } from '#test/start-test-app.ts';

const publicOrigin = 'https://ehr.example';
const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
const paths = ['/', '/sign-in', '/healthz', '/assets/legacy.css', '/nothing-here'];

test.each(['rebound.example', 'localhost.rebound.example', 'ehr.example', '10.0.0.7'])(
  '[L1] every address, asked for under the name %s, answers 403 and tells nothing',
  async (host) => {
    const { url, database } = await startTestApp();

    const answers = await Promise.all(
      paths.map(async (path) => rawRequest(new URL(path, url).href, { host, 'sec-fetch-site': 'same-origin' })),
    );

    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 403));
    for (const { body, cookies } of answers) {
      expect(body).toContain('does not answer under this host name');
      expect(body).not.toMatch(/ClientApplication\/|csrfToken|nurse/);
      expect(cookies).toEqual([]);
    }
    expect(database.prepare('SELECT * FROM sessions').all()).toEqual([]);
  },
);

test('[L1] program, under a foreign name, is told in FHIR', async () => {
  const { url } = await startTestApp();

  const { status, body } = await rawRequest(url, { host: 'rebound.example', accept: 'application/fhir+json' });

  expect([status, JSON.parse(body)]).toMatchObject([403, { resourceType: 'OperationOutcome' }]);
});

test.each(['localhost', '127.0.0.1', '[::1]', 'ehr.example', 'EHR.example'])(
  '[L1] sign-in page, under the own name %s, is shown',
  async (name) => {
    const { url } = await startTestApp({ env: { LEGACY_PROXY_PUBLIC_URL: publicOrigin } });

    const { status } = await rawRequest(`${url}/sign-in`, { host: `${name}:${new URL(url).port}` });

    expect(status).toBe(200);
  },
);

test.each([
  ['a page of another site sends', 'POST', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['a page of another port sends', 'POST', { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' }],
  ['a page of another port fetches', 'GET', { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' }],
  ['another site shows as an image', 'GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
  ['a page of another port shows as an image', 'GET', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }],
  ['a page of another port frames', 'GET', { ...link, 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'iframe' }],
  ['another site frames', 'GET', { ...link, 'sec-fetch-dest': 'iframe' }],
])('[L1] request, that %s, answers 403', async (_what, method, headers) => {
  const { url } = await startTestApp({ env: { LEGACY_PROXY_PUBLIC_URL: publicOrigin } });

  const answers = await Promise.all(paths.map(async (path) => rawRequest(new URL(path, url).href, headers, method)));

  expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 403));
});

test.each(['cross-site', 'same-site', 'none'])(
  '[L1] link, followed to the public host from %s, opens the page',
  async (site) => {
    const { url } = await startTestApp({ env: { LEGACY_PROXY_PUBLIC_URL: publicOrigin } });

    const { status } = await rawRequest(`${url}/sign-in`, { ...link, 'sec-fetch-site': site, host: 'ehr.example' });

    expect(status).toBe(200);
  },
);
