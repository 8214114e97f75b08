import { expect, test, vi } from 'vitest';
import { createUserClients } from './user-clients.ts';

const settings = { baseUrl: 'https://medplum.example/', clientId: 'legacy-proxy', clientSecret: '' };
const claims = { login_id: 'login', exp: 4_000_000_000, cid: settings.clientId };
const token = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.none`;

test('[P6] clients of users, more than are kept, are the newest, each for its own session and user', async () => {
  vi.spyOn(globalThis, 'fetch').mockImplementation(async () =>
    Response.json({ access_token: token, token_type: 'Bearer', expires_in: 3600, profile: {}, project: {} }),
  );
  const { exchange, find } = createUserClients({ ...settings, refreshGraceSeconds: 300 }, Date.now, 2);

  for (const [session, username] of [
    ['one', 'nurse.kim'],
    ['two', 'nurse.kim'],
    ['three', 'nurse.sol'],
  ] as const) {
    await exchange(session, username, 'a token of the provider');
  }

  const found = ['one', 'two', 'three'].map((session) => find(session, 'nurse.kim') !== undefined);
  expect(found).toEqual([false, true, false]);
  expect(find('three', 'nurse.sol')?.getAccessToken()).toBe(token);
  expect(find('three', undefined)).toBeUndefined();
});
