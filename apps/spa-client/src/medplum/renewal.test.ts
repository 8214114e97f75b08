import { expect, test, vi } from 'vitest';
import {
  type Answers,
  createStubServer,
  outcome,
  rateLimited,
  type StubServer,
  unsignedToken,
} from '#test/stub-server.ts';
import { followRenewals } from './client.ts';

const renewed = {
  body: {
    access_token: unsignedToken({ client_id: 'test-client', login_id: 'a-login', jti: '2' }),
    refresh_token: 'another-refresh-token',
    profile: { reference: 'Practitioner/maya' },
    project: { reference: 'Project/clinic' },
  },
};

/** A page that was opened with tokens of which the access token has run out. */
async function atTheEnd(answers: Answers): Promise<StubServer> {
  const login = {
    accessToken: unsignedToken({ client_id: 'test-client', login_id: 'a-login', exp: Math.floor(Date.now() / 1000) }),
    refreshToken: 'a-refresh-token',
    profile: { reference: 'Practitioner/maya' },
    project: { reference: 'Project/clinic' },
  };
  window.localStorage.setItem('spa-client:activeLogin', JSON.stringify(login));
  return createStubServer(answers);
}

const storedLogin = (): string | null => window.localStorage.getItem('spa-client:activeLogin');

test('[B8] renewal, when twenty requests need it at once, is one token call, and all succeed', async () => {
  const server = await atTheEnd({
    'oauth2/token': renewed,
    'fhir/R4/Patient/sam': { body: { resourceType: 'Patient' } },
  });
  const medplum = server.medplum();

  const answers = await Promise.all(
    Array.from({ length: 20 }, async () => medplum.get('fhir/R4/Patient/sam', { cache: 'reload' })),
  );

  expect(answers).toHaveLength(20);
  expect(server.calls('oauth2/token')).toHaveLength(1);
  expect(storedLogin()).toContain('another-refresh-token');
});

test.each([
  ['is down', outcome(503, 'transient', 'Service unavailable'), /could not renew the session now: it answered 503/],
  ['is asked too often', rateLimited, /Too Many Requests/],
])('[C10] renewal, when Medplum %s, is asked for once and keeps the tokens', async (_circumstance, answer, message) => {
  const server = await atTheEnd({ 'oauth2/token': answer });

  await expect(server.medplum().get('fhir/R4/Patient/sam')).rejects.toThrow(message);

  const asked = server.calls('oauth2/token').length;
  expect(storedLogin()).toContain('a-refresh-token');
  // One for the page that was opened, one for the request.
  expect(asked).toBeLessThanOrEqual(2);
});

test('[C10] renewal, when Medplum has ended the session, forgets the tokens', async () => {
  const revoked = { status: 400, body: { error: 'invalid_grant', error_description: 'Token revoked' } };
  const server = await atTheEnd({ 'oauth2/token': revoked });

  await expect(server.medplum().get('fhir/R4/Patient/sam')).rejects.toThrow('Token revoked');

  expect(storedLogin()).toBeNull();
});

test('[B8] tab, when another one renewed the tokens, uses them and asks once whose they are', async () => {
  const server = createStubServer();
  const page = new EventTarget() as Window;
  await server.signIn();
  followRenewals(server.medplum(), page);
  const tell = (oldValue: string, newValue: string): void =>
    void page.dispatchEvent(new StorageEvent('storage', { key: 'spa-client:activeLogin', oldValue, newValue }));
  const before = server.calls('auth/me').length;
  const stored = storedLogin() ?? '';
  const login = { ...(JSON.parse(stored) as object), accessToken: unsignedToken({ login_id: 'a-login', jti: '2' }) };

  tell(stored, JSON.stringify(login));
  tell(JSON.stringify(login), JSON.stringify({ ...login, project: {} }));

  await vi.waitFor(() => expect(server.calls('auth/me')).toHaveLength(before + 1));
  expect(server.medplum().getAccessToken()).toBe(login.accessToken);
});
