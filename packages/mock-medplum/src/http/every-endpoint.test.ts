import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ids, clientSecret } from '#project/test-project.ts';
import { basic, bearer, startTestMedplum, type TestMedplum } from '#test-medplum.ts';
import { anyText } from './test-any-text.ts';
import { endpoints } from './test-endpoints.ts';

/** A request that takes longer than this hangs. */
const timeoutMilliseconds = 10_000;

const endpoint = fc.constantFrom(...Object.entries(endpoints));
const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD');
const text = fc.oneof(fc.string(), anyText, fc.constantFrom('', '__proto__', '\u0000', '%', '../..'));
const change = fc.tuple(fc.nat(), fc.oneof(text, fc.jsonValue()));
const headerText = fc.string().map((value) => value.replaceAll(/[^\t\u0020-\u007e\u0080-\u00ff]/g, ''));
const headers = fc.record(
  {
    'content-encoding': fc.constantFrom('gzip', 'br', 'deflate', 'identity', 'nope'),
    'x-medplum-on-behalf-of': fc.oneof(headerText, fc.constant(`Practitioner/${ids.paula}`)),
    'x-forwarded-for': headerText,
    'x-medplum': fc.constantFrom('extended', ''),
    traceparent: headerText,
    cookie: headerText.map((value) => `medplum-${ids.spa}=${value}`),
    origin: headerText,
    accept: headerText,
    prefer: fc.constantFrom('respond-async', 'return=minimal', ''),
    'if-match': headerText,
  },
  { requiredKeys: [] },
);
const encoding = fc.constantFrom('json', 'form', 'text', 'multipart', 'strange charset', 'unparsable', 'none');
const caller = fc.constantFrom('nobody', 'user', 'admin', 'client', 'garbage');

type Body = Readonly<{ type?: string; content?: string }>;

function bodyOf(kind: string, fields: Readonly<Record<string, unknown>>): Body {
  const json = JSON.stringify(fields);
  const form = new URLSearchParams(
    Object.entries(fields).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
  const bodies: Readonly<Record<string, Body>> = {
    json: { type: 'application/json', content: json },
    form: { type: 'application/x-www-form-urlencoded', content: form.toString() },
    text: { type: 'text/plain', content: json },
    multipart: { type: 'multipart/form-data; boundary=x', content: '--x\r\n\r\n' },
    'strange charset': { type: 'application/json; charset=utf-99', content: json },
    unparsable: { type: 'application/fhir+json', content: json.slice(0, -1) },
  };
  return bodies[kind] ?? {};
}

/** Reads the answer to its end, so that one that never ends is noticed. */
async function statusOf({ baseUrl }: TestMedplum, path: string, init: RequestInit): Promise<number> {
  const signal = AbortSignal.timeout(timeoutMilliseconds);
  const response = await fetch(new URL(path, baseUrl), { redirect: 'manual', ...init, signal });
  await response.arrayBuffer();
  return response.status;
}

async function identities(medplum: TestMedplum): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>> {
  return {
    nobody: {},
    garbage: { authorization: 'Basic !!' },
    user: bearer((await medplum.signIn()).access_token),
    admin: bearer(await medplum.clientToken(ids.admin)),
    client: basic(ids.device, clientSecret),
  };
}

test(
  '[M3] any endpoint, sent any method, headers, encoding and values, answers in time and with no 5xx',
  { timeout: 120_000 },
  async () => {
    await using medplum = await startTestMedplum({ control: true, superAdmin: true });
    const who = await identities(medplum);

    await fc.assert(
      fc.asyncProperty(
        fc.record({ endpoint, method, change, headers, encoding, caller }),
        async ({ endpoint: [path, good], method: verb, change: [index, value], encoding: kind, ...request }) => {
          const names = [...Object.keys(good), 'state', 'x'];
          const { type, content } = bodyOf(kind, { ...good, [names[index % names.length] ?? 'x']: value });
          const hasBody = !['GET', 'HEAD'].includes(verb) && content !== undefined;
          const query = hasBody ? '' : `?${bodyOf('form', { ...good, state: value }).content ?? ''}`;
          const status = await statusOf(medplum, `${path}${query}`, {
            method: verb,
            headers: {
              ...request.headers,
              ...who[request.caller],
              ...(type === undefined ? {} : { 'content-type': type }),
            },
            ...(hasBody ? { body: content } : {}),
          });

          expect(status).toBeLessThan(500);
        },
      ),
      { numRuns: 600 },
    );
    expect(medplum.log.filter(({ event }) => event !== 'refused')).toEqual([]);
  },
);

test('[M3] any endpoint, sent more than it takes, refuses in time and never fails', { timeout: 60_000 }, async () => {
  await using medplum = await startTestMedplum({ control: true });
  const content = JSON.stringify({ x: 'x'.repeat(2_000_000) });

  for (const path of Object.keys(endpoints)) {
    const status = await statusOf(medplum, path, {
      method: 'POST',
      body: content,
      headers: { 'content-type': 'application/json' },
    });

    expect({ path, failed: status >= 500 }).toEqual({ path, failed: false });
  }
  expect(medplum.log).toEqual([]);
});
