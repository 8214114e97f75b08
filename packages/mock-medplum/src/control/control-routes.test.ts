import { describe, expect, test } from 'vitest';
import { ids } from '#project/test-project.ts';
import { bearer, startTestMedplum, type TestMedplum, type Tokens } from '#test-medplum.ts';
import type { Session } from './make-session.ts';

const patient = `fhir/R4/Patient/${ids.pat}`;

async function readPatient({ send }: TestMedplum, token: string): Promise<number> {
  return (await send(patient, { headers: bearer(token) })).status;
}

async function refresh({ postForm }: TestMedplum, { refresh_token: token = '' }: Pick<Tokens, 'refresh_token'>) {
  return postForm('oauth2/token', { grant_type: 'refresh_token', refresh_token: token });
}

describe('[M5] /mock', () => {
  test.each([
    ['mock/clock', { advanceSeconds: 3600 }],
    ['mock/logins/revoke', { loginId: 'one of many' }],
  ])(
    '%s, told something by a name that it does not know, refuses by that name and changes nothing',
    async (path, order) => {
      await using medplum = await startTestMedplum({ control: true });
      const token = await medplum.clientToken(ids.admin);

      const { status, body } = await medplum.postJson(path, order);

      expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining(Object.keys(order)[0] ?? '')]);
      expect(await readPatient(medplum, token)).toBe(200);
    },
  );
});

describe('[M5] /mock/clock', () => {
  test('clock, moved by an hour, lets tokens expire', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const token = await medplum.clientToken(ids.admin);

    const { body } = await medplum.postJson('mock/clock', { moveSeconds: 3600 });

    expect(body).toEqual({ now: '2026-11-23T23:00:00.250Z', frozen: false });
    expect(await readPatient(medplum, token)).toBe(401);
  });

  test('clock, frozen, stands still until it is let go', async () => {
    await using medplum = await startTestMedplum({ control: true });
    await medplum.postJson('mock/clock', { frozen: true });
    medplum.wait(60);
    const frozen = (await medplum.send('mock/clock')).body;
    await medplum.postJson('mock/clock', { frozen: false });
    medplum.wait(60);

    expect(frozen).toEqual({ now: '2026-11-23T22:00:00.250Z', frozen: true });
    expect((await medplum.send('mock/clock')).body).toEqual({ now: '2026-11-23T22:01:00.250Z', frozen: false });
  });

  test('clock, set to a time, is at that time and goes on', async () => {
    await using medplum = await startTestMedplum({ control: true });
    await medplum.postJson('mock/clock', { set: '2030-01-01T00:00:00Z' });
    medplum.wait(1);

    expect((await medplum.send('mock/clock')).body).toMatchObject({ now: '2030-01-01T00:00:01.000Z' });
  });

  test('clock, given nonsense, is refused', async () => {
    await using medplum = await startTestMedplum({ control: true });

    expect(await medplum.postJson('mock/clock', { set: 'tomorrow' })).toMatchObject({ status: 400 });
  });
});

describe('[M5] /mock/logins', () => {
  test('logins, listed, show no secret', async () => {
    await using medplum = await startTestMedplum({ control: true });
    await medplum.signIn();
    const [login] = medplum.tenant.logins.list();

    const { body } = await medplum.send('mock/logins');

    expect(body).toMatchObject([{ id: login?.id, granted: true, revoked: false, authMethod: 'password' }]);
    for (const secret of [login?.code, login?.cookie, login?.refreshSecret]) {
      expect(secret).toBeTruthy();
      expect(JSON.stringify(body)).not.toContain(secret);
    }
  });

  test('login, revoked, ends its tokens and no others', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const [ended, kept] = [await medplum.signIn(), await medplum.signIn()];
    const [login] = medplum.tenant.logins.list();

    await medplum.postJson('mock/logins/revoke', { login: login?.id });

    expect(await readPatient(medplum, ended.access_token)).toBe(401);
    expect(await refresh(medplum, ended)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await readPatient(medplum, kept.access_token)).toBe(200);
  });

  test('logins, revoked by client, are those of the client', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const machine = await medplum.clientToken(ids.admin);
    const person = await medplum.signIn();

    await medplum.postJson('mock/logins/revoke', { client: `ClientApplication/${ids.spa}` });

    expect(await readPatient(medplum, machine)).toBe(200);
    expect(await readPatient(medplum, person.access_token)).toBe(401);
  });
});

describe('[M5] /mock/keys', () => {
  test('keys, rotated, sign anew and still verify what was signed', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const before = await medplum.clientToken(ids.admin);

    await medplum.postJson('mock/keys/rotate', {});
    const after = await medplum.clientToken(ids.admin);
    const jwks = (await medplum.send('.well-known/jwks.json')).body as { keys: { kid: string }[] };

    expect(jwks.keys).toHaveLength(2);
    expect(kidOf(after)).toBe(jwks.keys[0]?.kid);
    expect(kidOf(before)).toBe(jwks.keys[1]?.kid);
    expect(await readPatient(medplum, before)).toBe(200);
    expect(await readPatient(medplum, after)).toBe(200);
  });

  test('keys, rotated with the old ones dropped, refuse what those signed', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const before = await medplum.clientToken(ids.admin);

    await medplum.postJson('mock/keys/rotate', { dropOld: true });

    expect(await readPatient(medplum, before)).toBe(401);
    expect(await readPatient(medplum, await medplum.clientToken(ids.admin))).toBe(200);
  });
});

function kidOf(token: string): unknown {
  return (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }).kid;
}

describe('[M5] /mock/tokens', () => {
  test('access tokens, ended, are refused, and a refresh at the same moment gives good ones', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const tokens = await medplum.signIn();

    await medplum.postJson('mock/tokens/expire', {});
    const refreshed = (await refresh(medplum, tokens)).body as Tokens;

    expect(await readPatient(medplum, tokens.access_token)).toBe(401);
    expect(await readPatient(medplum, refreshed.access_token)).toBe(200);
  });

  test('refresh tokens, ended, are refused while access goes on', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const tokens = await medplum.signIn();

    await medplum.postJson('mock/tokens/expire', { tokens: 'refresh' });

    expect(await refresh(medplum, tokens)).toMatchObject({ status: 400 });
    expect(await readPatient(medplum, tokens.access_token)).toBe(200);
  });

  test('tokens, made for a user, are as after a sign-in', async () => {
    await using medplum = await startTestMedplum({ control: true });

    const { body } = await medplum.postJson('mock/tokens', { user: 'paula@example.com', client: ids.spa });
    const { accessToken, refreshToken, cookie } = body as Session;
    const me = await medplum.send('auth/me', { headers: bearer(accessToken) });

    expect(me.body).toMatchObject({ profile: { id: ids.paula } });
    expect(cookie).toMatchObject({ name: `medplum-${ids.spa}` });
    expect(await refresh(medplum, { refresh_token: refreshToken ?? '' })).toMatchObject({ status: 200 });
  });

  test.each([
    ['nobody', {}, 400],
    ['an unknown user', { user: 'nobody@example.com' }, 400],
    ['an unknown client', { client: ids.nothing }, 404],
    ['a client without a membership', { client: ids.homeless }, 400],
  ])('tokens, made for %s, are refused', async (_who, options, status) => {
    await using medplum = await startTestMedplum({ control: true });

    expect(await medplum.postJson('mock/tokens', options)).toMatchObject({ status });
  });
});

describe('[M5] /mock/reset and /mock/snapshots', () => {
  test('reset, after changes, makes everything as at the start', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const token = await medplum.clientToken(ids.admin);
    await medplum.send(patient, { method: 'DELETE', headers: bearer(token) });
    await medplum.postJson('mock/clock', { moveSeconds: 60 });
    await medplum.postJson('mock/faults', { fault: 'unavailable' });

    expect(await medplum.postJson('mock/reset', {})).toMatchObject({ status: 204 });

    expect((await medplum.send('mock/clock')).body).toMatchObject({ now: '2026-11-23T22:00:00.250Z' });
    expect((await medplum.send('mock/log')).body).toEqual([]);
    expect(await readPatient(medplum, token)).toBe(401);
    expect(await readPatient(medplum, await medplum.clientToken(ids.admin))).toBe(200);
  });

  test('snapshot, restored twice, brings data, sessions, keys and time back each time', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const token = await medplum.clientToken(ids.admin);
    await medplum.send('mock/snapshots/before', { method: 'PUT' });

    for (const seconds of [3600, 7200]) {
      await medplum.send(patient, { method: 'DELETE', headers: bearer(token) });
      await medplum.postJson('mock/logins/revoke', {});
      await medplum.postJson('mock/keys/rotate', { dropOld: true });
      await medplum.postJson('mock/clock', { moveSeconds: seconds });
      expect(await readPatient(medplum, token)).toBe(401);

      expect(await medplum.postJson('mock/snapshots/before/restore', {})).toMatchObject({ status: 204 });
      expect(await readPatient(medplum, token)).toBe(200);
    }
  });

  test('snapshot, that was never made, cannot be restored', async () => {
    await using medplum = await startTestMedplum({ control: true });

    expect(await medplum.postJson('mock/snapshots/nope/restore', {})).toMatchObject({ status: 404 });
  });
});
