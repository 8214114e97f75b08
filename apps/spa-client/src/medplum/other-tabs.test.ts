import { expect, test, vi } from 'vitest';
import { createStubServer, type StubServer, unsignedToken } from '#test/stub-server.ts';
import { followOtherTabs } from './other-tabs.ts';

/** A tab, and what the browser tells it of a change that another made. */
type Tab = Readonly<{ server: StubServer; tell: (key: string, newValue: string | null, oldValue?: string) => void }>;

async function signedInTab(): Promise<Tab> {
  const server = createStubServer();
  const page = new EventTarget() as Window;
  await server.signIn();
  followOtherTabs({ medplum: server.medplum(), tabStorage: window.sessionStorage, page });
  return {
    server,
    tell: (key, newValue, oldValue = window.localStorage.getItem(key) ?? undefined) =>
      void page.dispatchEvent(new StorageEvent('storage', { key, newValue, oldValue: oldValue ?? null })),
  };
}

const note = (): string | null => window.sessionStorage.getItem('spa-client:signedOut');

test.each([
  ['signed-out', 'signed-out-in-another-tab'],
  ['idle', 'idle'],
])('[C10] tab, when another tab goes because of %s, remembers %s for the page after the reload', async (told, kept) => {
  const { tell } = await signedInTab();

  tell('spa-client:signedOut', told);
  tell('spa-client:signedOut', null);
  tell('spa-client:activeLogin', null);

  expect(note()).toBe(kept);
});

test('[C10] tab, when the tokens go without a word, remembers that the session ended', async () => {
  const { tell } = await signedInTab();

  tell('spa-client:activeLogin', null);

  expect(note()).toBe('session-ended');
});

test('[B8] tab, when another one renewed the tokens, uses them and asks once whose they are', async () => {
  const { server, tell } = await signedInTab();
  const before = server.calls('auth/me').length;
  const stored = window.localStorage.getItem('spa-client:activeLogin') ?? '';
  const renewed = { ...(JSON.parse(stored) as object), accessToken: unsignedToken({ login_id: 'a-login', jti: '2' }) };

  tell('spa-client:activeLogin', JSON.stringify(renewed));
  tell('spa-client:activeLogin', JSON.stringify({ ...renewed, project: {} }), JSON.stringify(renewed));

  await vi.waitFor(() => expect(server.calls('auth/me')).toHaveLength(before + 1));
  expect(server.medplum().getAccessToken()).toBe(renewed.accessToken);
});
