import { expect, test, vi } from 'vitest';
import { createKeptStorage, readStored } from '#kept-storage';
import { createStubServer } from '#test/stub-server.ts';
import { createAuth } from './auth.ts';

const denied = (): never => {
  throw new DOMException('The operation is insecure.', 'SecurityError');
};

/** A window that throws as soon as one of its storages is named, as in a sandboxed frame. */
function sandboxed(...names: readonly ('localStorage' | 'sessionStorage')[]): Window {
  return new Proxy(window, {
    get: (target, name) => (names.some((one) => one === name) ? denied() : (Reflect.get(target, name) as unknown)),
  });
}

/** Makes one method of one storage throw, as when cookies are blocked or the quota is used up. */
function breakStorage(broken: Storage, method: 'getItem' | 'setItem' | 'removeItem'): void {
  const original = Storage.prototype[method] as (...args: string[]) => string | null;
  vi.spyOn(Storage.prototype, method).mockImplementation(function act(this: Storage, ...args: string[]) {
    return this === broken ? denied() : original.apply(this, args);
  });
}

test('[C10] storage, that may not be named, keeps values in memory and says so', () => {
  const storage = createKeptStorage(denied);

  storage.setItem('spa-client:a', '1');

  expect(storage.getItem('spa-client:a')).toBe('1');
  expect(storage.isKept()).toBe(false);
});

test('[C10] storage, that is full later on, hands out the new value and never the old one', () => {
  const storage = createKeptStorage(() => window.localStorage);
  storage.setItem('spa-client:a', 'old');
  const onChange = vi.fn<() => void>();
  storage.subscribe(onChange);
  breakStorage(window.localStorage, 'setItem');

  storage.setItem('spa-client:a', 'new');

  expect(storage.getItem('spa-client:a')).toBe('new');
  expect(window.localStorage.getItem('spa-client:a')).toBeNull();
  expect(onChange).toHaveBeenCalled();
});

test('[C10] storage, when cleared, leaves what other apps of this origin keep', () => {
  const storage = createKeptStorage(() => window.localStorage);
  storage.setItem('spa-client:a', '1');
  window.localStorage.setItem('another-app', 'kept');

  storage.clear();

  expect({ ...window.localStorage }).toEqual({ 'another-app': 'kept' });
});

test.each(['{', '', 'null', '7', '"text"', '{}'])('[C10] stored value, damaged to `%s`, is dropped', (value) => {
  window.localStorage.setItem('spa-client:a', value);

  expect(readStored<{ whole: boolean }>(window.localStorage, 'spa-client:a', ({ whole }) => whole === true)).toBe(
    undefined,
  );
  expect(window.localStorage.getItem('spa-client:a')).toBeNull();
});

test.each([
  '{',
  'null',
  '[]',
  '{}',
  '{"accessToken":7,"profile":{"reference":"Practitioner/maya"}}',
  '{"accessToken":"a-token"}',
])('[C10] app, whose stored login is `%s`, drops it and asks to sign in', (login) => {
  window.localStorage.setItem('spa-client:activeLogin', login);

  const { session } = createStubServer().auth();

  expect(session.state()).toEqual({ status: 'signed-out', because: 'not-yet' });
  expect(window.localStorage.getItem('spa-client:activeLogin')).toBeNull();
});

test('[C10] app, whose stored token is no token, drops it and asks to sign in', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  const login = { accessToken: 'no.to.ken', profile: { reference: 'Practitioner/maya' }, refreshToken: 7 };
  window.localStorage.setItem('spa-client:activeLogin', JSON.stringify(login));
  const revoked = { status: 400, body: { error: 'invalid_grant', error_description: 'Token revoked' } };

  const { session } = createStubServer({ 'auth/me': revoked, 'oauth2/token': revoked }).auth();

  await vi.waitFor(() => expect(session.state().status).toBe('signed-out'));
  expect(window.localStorage.getItem('spa-client:activeLogin')).toBeNull();
});

/** Signs in and out in a page, and tells what the session said. */
async function signInAndOut(page: Window): Promise<readonly string[]> {
  const server = createStubServer();
  const auth = createAuth({ ...server.deps, page });
  await server.signIn(await auth.connect());
  const first = auth.session.state().status;
  await auth.session.signOut();
  return [first, auth.session.state().status, auth.localStorage.isKept() ? 'kept' : 'not kept'];
}

test.each(['getItem', 'setItem', 'removeItem'] as const)(
  '[C10] sign-in, when %s of localStorage throws, works in memory',
  async (method) => {
    breakStorage(window.localStorage, method);

    expect(await signInAndOut(window)).toEqual(['signed-in', 'signed-out', 'not kept']);
  },
);

test('[C10] sign-in, when localStorage may not be named, works in memory', async () => {
  expect(await signInAndOut(sandboxed('localStorage'))).toEqual(['signed-in', 'signed-out', 'not kept']);
});

test.each([
  ['may not be named', () => sandboxed('sessionStorage')],
  [
    'is full',
    () => {
      breakStorage(window.sessionStorage, 'setItem');
      return window;
    },
  ],
])('[C10] redirect, in a tab whose storage %s, does not leave the page and says why', async (_name, open) => {
  const server = createStubServer();
  const { redirect } = await createAuth({ ...server.deps, page: open() }).connect();

  await expect(redirect.start('/')).rejects.toMatchObject({ code: 'storage_unavailable' });

  expect(server.leaveFor).not.toHaveBeenCalled();
});

test.each(['{', 'null', '{"state":"s","nonce":"n"}', '{"state":"","codeVerifier":"v","nonce":"n"}'])(
  '[C10] callback, whose attempt is `%s`, is refused before any request leaves the browser',
  async (attempt) => {
    window.sessionStorage.setItem('spa-client:signInAttempt', attempt);
    const server = createStubServer();

    await expect(server.connection().redirect.finish('?code=a-code&state=')).rejects.toMatchObject({
      code: 'callback_without_attempt',
    });

    expect(server.fetch).not.toHaveBeenCalled();
    expect(window.sessionStorage).toHaveLength(0);
  },
);
