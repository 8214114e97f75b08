import type { Resource } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { ids, clientSecret } from '#project/test-project.ts';
import type { RequestLogEntry } from '#request-log/request-log.ts';
import { basic, bearer, startTestMedplum, type TestMedplum } from '#test-medplum.ts';

async function lastOf({ tenants }: TestMedplum): Promise<RequestLogEntry | undefined> {
  return tenants.root.requestLog.list().at(-1);
}

/** Asks who is calling, and returns the wire answer and the entry in the log. */
async function refused(medplum: TestMedplum, headers: Record<string, string>) {
  const { status, body } = await medplum.send('auth/me', { headers });
  expect(status).toBe(401);
  expect(body).toMatchObject({ issue: [{ code: 'login', details: { text: 'Unauthorized' } }] });
  const entry = await lastOf(medplum);
  expect(JSON.stringify(body)).not.toContain(entry?.reason?.because);
  return entry?.reason;
}

describe('reason of a 401', () => {
  test('reason, for each way in which a token is bad, names the rule that the answer does not tell', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const tokens = await medplum.signIn();
    const foreign = await foreignToken(medplum);
    const [head, payload] = tokens.access_token.split('.');

    expect(await refused(medplum, {})).toMatchObject({ rule: 'RFC 6750 §3' });
    expect(await refused(medplum, { authorization: 'Digest x' })).toMatchObject({ rule: 'RFC 9110 §11.4' });
    expect(await refused(medplum, bearer('nonsense'))).toMatchObject({ rule: 'RFC 7519 §7.2' });
    expect(await refused(medplum, bearer(`${head}.${payload}.AAAA`))).toMatchObject({ rule: 'RFC 8725 §3.1, §3.3' });
    expect(await refused(medplum, bearer(foreign))).toMatchObject({ rule: 'RFC 7519 §4.1.1 (iss)' });
    expect(await refused(medplum, bearer(tokens.id_token))).toMatchObject({ rule: 'RFC 7519 §4.1.3 (aud)' });
    expect(await refused(medplum, bearer(tokens.refresh_token ?? ''))).toMatchObject({ rule: 'RFC 6749 §1.5' });
    medplum.wait(-3600);
    expect(await refused(medplum, bearer(tokens.access_token))).toMatchObject({ rule: 'RFC 7519 §4.1.5 (nbf)' });
    medplum.wait(7205);
    expect(await refused(medplum, bearer(tokens.access_token))).toEqual({
      rule: 'RFC 7519 §4.1.4 (exp)',
      because: 'The token expired 5 s ago.',
    });
  });

  test('reason, after a revocation, says that the login was ended', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const tokens = await medplum.signIn();
    await medplum.postJson('mock/logins/revoke', {});

    expect(await refused(medplum, bearer(tokens.access_token))).toMatchObject({ rule: 'RFC 7009 §2' });
  });

  test('reason, for tokens ended by control, says that they expired', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const tokens = await medplum.signIn();
    await medplum.postJson('mock/tokens/expire', {});

    expect(await refused(medplum, bearer(tokens.access_token))).toMatchObject({ rule: 'RFC 7519 §4.1.4 (exp)' });
  });

  test.each([
    ['an unknown client', ids.nothing, clientSecret, 'RFC 7617 §2'],
    ['a wrong secret', ids.admin, 'nope', 'RFC 7617 §2'],
    ['a client that is off', ids.off, clientSecret, 'ClientApplication.status'],
    ['a client without membership', ids.homeless, clientSecret, 'ProjectMembership.active'],
    ['a blocked address', ids.blocked, clientSecret, 'AccessPolicy.ipAccessRule'],
  ])('reason, for Basic with %s, names the rule', async (_case, id, secret, rule) => {
    await using medplum = await startTestMedplum({ control: true });

    expect(await refused(medplum, basic(id, secret))).toMatchObject({ rule });
  });
});

async function foreignToken(medplum: TestMedplum): Promise<string> {
  const { body } = await medplum.postForm('t/other/oauth2/token', {
    grant_type: 'client_credentials',
    client_id: ids.admin,
    client_secret: clientSecret,
  });
  return (body as { access_token: string }).access_token;
}

describe('reason of a refused token request', () => {
  test.each([
    [{ grant_type: 'client_credentials', client_id: ids.admin, client_secret: 'nope' }, 'RFC 6749 §2.3.1'],
    [{ grant_type: 'nonsense' }, 'RFC 6749 §5.2'],
    [{ grant_type: 'authorization_code', code: 'nope' }, 'RFC 6749 §4.1.2'],
    [{ grant_type: 'refresh_token', refresh_token: 'nope' }, 'RFC 7519 §7.2'],
  ])('reason, of %o, names the section', async (form, rule) => {
    await using medplum = await startTestMedplum({ control: true });
    await medplum.postForm('oauth2/token', form);

    expect(await lastOf(medplum)).toMatchObject({ status: 400, reason: { rule } });
  });

  test('reason, of a wrong verifier, names RFC 7636', async () => {
    await using medplum = await startTestMedplum({ control: true });
    await medplum.redeem(await medplum.login(), { code_verifier: 'x'.repeat(43) });

    expect(await lastOf(medplum)).toMatchObject({ reason: { rule: 'RFC 7636 §4' } });
  });

  test('reason, of an authorization that is refused in a redirect, is there as well', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const query = new URLSearchParams({ client_id: ids.spa, redirect_uri: 'http://localhost:3900/callback?kept=1' });
    const { status } = await medplum.send(`oauth2/authorize?${query.toString()}&response_type=code`);

    expect(status).toBe(302);
    expect(await lastOf(medplum)).toMatchObject({ status: 302, reason: { rule: 'RFC 6749 §3.3' } });
  });
});

describe('reason of a refusal by AccessPolicy', () => {
  const policy: Resource = {
    resourceType: 'AccessPolicy',
    id: '50000000-0000-4000-8000-000000000003',
    resource: [
      { resourceType: 'Practitioner', readonly: true },
      { resourceType: 'Patient', criteria: 'Patient?gender=female' },
      {
        resourceType: 'Organization',
        writeConstraint: [{ language: 'text/fhirpath', expression: 'name.exists()' }],
      },
    ],
  };

  async function entryAfter(method: string, path: string, body?: object): Promise<RequestLogEntry | undefined> {
    await using medplum = await startTestMedplum({ control: true, resources: [policy] });
    const token = await medplum.clientToken(ids.blocked);
    await medplum.send(`fhir/R4/${path}`, {
      method,
      headers: { ...bearer(token), 'content-type': 'application/fhir+json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return lastOf(medplum);
  }

  test('reason, of a type that no entry grants, says so', async () => {
    expect(await entryAfter('GET', `Observation/${ids.nothing}`)).toMatchObject({
      status: 403,
      reason: { rule: 'AccessPolicy.resource', because: 'No entry grants read on Observation.' },
      decisions: [{ interaction: 'read', resourceType: 'Observation', allowed: false }],
    });
  });

  test('reason, of a resource outside the criteria, names the entry and its criteria', async () => {
    expect(await entryAfter('GET', `Patient/${ids.pat}`)).toMatchObject({
      status: 404,
      reason: {
        rule: 'AccessPolicy.resource[1].criteria',
        because: 'The Patient meets none of: Patient?gender=female',
      },
    });
  });

  test('reason, of a write that an entry only lets read, names the interaction', async () => {
    expect(await entryAfter('POST', 'Practitioner', { resourceType: 'Practitioner' })).toMatchObject({
      status: 403,
      reason: { because: 'No entry grants create on Practitioner.' },
    });
  });

  test('reason, of a write that breaks a constraint, names the entry and the expression', async () => {
    expect(await entryAfter('POST', 'Organization', { resourceType: 'Organization', active: true })).toMatchObject({
      status: 403,
      reason: { rule: 'AccessPolicy.resource[2].writeConstraint', because: expect.stringContaining('name.exists()') },
    });
  });

  test('reason, of a refusal that nobody explained, names the rule behind the status', async () => {
    await using medplum = await startTestMedplum({ control: true });
    await medplum.send('no/such/path');

    expect(await lastOf(medplum)).toMatchObject({ status: 404, reason: { rule: 'RFC 9110 §15.5.5' } });
  });
});
