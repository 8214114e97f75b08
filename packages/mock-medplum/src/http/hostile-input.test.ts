import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ids, password, clientRedirectUri, clientSecret } from '#project/test-project.ts';
import { s256Challenge, startTestMedplum } from '#test-medplum.ts';
import { anyText } from './test-any-text.ts';

/** Every endpoint that reads a body or a query, with the fields that it knows and values that bring it far. */
const endpoints: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'auth/login': { email: 'paula@example.com', password: password, clientId: ids.spa, codeChallenge: s256Challenge },
  'auth/profile': { login: ids.nothing, profile: ids.nothing },
  'auth/scope': { login: ids.nothing, scope: 'openid user/*.cruds' },
  'auth/method': { email: 'paula@example.com' },
  'auth/revoke': { loginId: ids.nothing },
  'oauth2/token': { grant_type: 'client_credentials', client_id: ids.device, client_secret: clientSecret, code: 'x' },
  'oauth2/introspect': { token: 'a.b.c' },
  'oauth2/authorize': { client_id: ids.spa, redirect_uri: clientRedirectUri, scope: 'openid', response_type: 'code' },
  'oauth2/userinfo': {},
  'oauth2/logout': {},
};

const endpoint = fc.constantFrom(...Object.entries(endpoints));
const value = fc.oneof(anyText, fc.constantFrom('', '__proto__', '../..', '\u0000', '%'));
const header = fc.string().map((text) => text.replace(/[^\t\u0020-\u007e\u0080-\u00ff]/g, ''));

describe('hostile input', () => {
  test('any endpoint, sent any JSON in any field, refuses or answers and never fails', async () => {
    await using medplum = await startTestMedplum();

    await fc.assert(
      fc.asyncProperty(
        endpoint,
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.jsonValue(),
        async ([path, good], extra, bad) => {
          const [field = 'x'] = Object.keys(good);
          const { status } = await medplum.postJson(path, { ...good, ...extra, [field]: bad });

          expect(status).toBeLessThan(500);
        },
      ),
      { numRuns: 200 },
    );
    expect(medplum.log).toEqual([]);
  });

  test('any endpoint, sent any form, query and headers, refuses or answers and never fails', async () => {
    await using medplum = await startTestMedplum();

    await fc.assert(
      fc.asyncProperty(endpoint, fc.nat(), value, header, async ([path, good], index, bad, authorization) => {
        const names = [...Object.keys(good), 'state', 'launch', 'aud', 'max_age', 'nonce'];
        const fields = new URLSearchParams({ ...good, [names[index % names.length] ?? 'x']: bad });
        const headers = { authorization, cookie: `medplum-${ids.spa}=${authorization}`, traceparent: authorization };
        const posted = await medplum.send(path, { method: 'POST', body: fields, headers });
        const got = await medplum.send(`${path}?${fields.toString()}`, { headers });

        expect(posted.status).toBeLessThan(500);
        expect(got.status).toBeLessThan(500);
      }),
      { numRuns: 200 },
    );
    expect(medplum.log).toEqual([]);
  });
});
