import { expect, test } from 'vitest';
import { createAuth } from '#medplum/auth.ts';
import { createStubServer } from '#test/stub-server.ts';
import { otherTabs } from './feature.tsx';

const hooks = [otherTabs.hooks ?? {}];

/** A signed-in tab. What it answers with plays what the browser tells it of a change that another tab made. */
async function signedInTab(): Promise<(key: string, newValue: string | null) => void> {
  const server = createStubServer();
  const auth = createAuth({ ...server.deps, hooks });
  await server.signIn(await auth.connect());
  return (key, newValue) => void window.dispatchEvent(new StorageEvent('storage', { key, newValue }));
}

/** What the sign-in page says after a reload. */
const because = (): unknown => createAuth({ ...createStubServer().deps, hooks }).session.state();

test.each([
  ['signed-out', 'signed-out-in-another-tab'],
  ['idle', 'idle'],
])('[C10] tab, when another one goes because of %s, says %s after the reload, once', async (told, kept) => {
  const tell = await signedInTab();
  window.localStorage.removeItem('spa-client:activeLogin');

  tell('spa-client:signedOut', told);
  tell('spa-client:signedOut', null);
  tell('spa-client:activeLogin', null);

  expect(because()).toEqual({ status: 'signed-out', because: kept });
  expect(because()).toEqual({ status: 'signed-out', because: 'not-yet' });
});

test('[C10] tab, when the tokens go without a word, says that the session ended', async () => {
  const tell = await signedInTab();
  window.localStorage.removeItem('spa-client:activeLogin');

  tell('spa-client:activeLogin', null);

  expect(because()).toEqual({ status: 'signed-out', because: 'session-ended' });
});

test('[C10] sign-out, in one tab, tells the others why before the tokens go', async () => {
  const server = createStubServer();
  const auth = createAuth({ ...server.deps, hooks });
  await server.signIn(await auth.connect());
  const written: string[] = [];
  auth.localStorage.setItem = (key, value) => void written.push(`${key}=${value}`);

  await auth.session.signOut();

  expect(written).toContain('spa-client:signedOut=signed-out');
});
