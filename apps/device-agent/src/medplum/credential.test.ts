import { expect, test, vi } from 'vitest';
import { medplumSettings } from '#test/settings.ts';
import { type Credential, type CredentialName, ladder } from './credential.ts';
import { MedplumError } from './error.ts';
import { createMedplumSession } from './sign-in.ts';

const refusal = new MedplumError('sign_in_refused', 'Invalid secret');
const credential = (name: CredentialName, signIn: () => Promise<unknown> = async () => undefined): Credential => ({
  name,
  signIn: vi.fn<() => Promise<unknown>>(signIn),
});
const all = (['basic', 'client_secret', 'private_key_jwt'] as const).map((name) => credential(name));

test.each([
  ['no list', undefined, ['private_key_jwt']],
  ['a list of all', ['basic', 'client_secret', 'private_key_jwt'], ['private_key_jwt', 'client_secret', 'basic']],
  ['a list of two', ['basic', 'client_secret'], ['client_secret', 'basic']],
  ['an empty list', [], []],
] as const)('[D8] ladder, with %s, uses the strongest first and only what was allowed', (_, allowed, expected) => {
  expect(ladder(all, allowed).map(({ name }) => name)).toEqual(expected);
});

test('[D8] ladder, on a machine that has the secret alone, is that one step, whatever is allowed', () => {
  const secret = credential('client_secret');

  expect([ladder([secret], undefined), ladder([secret], ['private_key_jwt', 'client_secret'])]).toEqual([
    [secret],
    [secret],
  ]);
});

function sessionWith(credentials: readonly Credential[]) {
  const onStepDown = vi.fn<() => void>();
  const settings = medplumSettings('http://medplum.test/');
  return { onStepDown, session: createMedplumSession({ settings, fetch, now: Date.now, credentials, onStepDown }) };
}

test('[D8] session, when the stronger credential is refused, takes the next one and says why', async () => {
  const [key, secret, basic] = [
    credential('private_key_jwt', () => Promise.reject(refusal)),
    credential('client_secret'),
    credential('basic'),
  ] as const;
  const { session, onStepDown } = sessionWith([key, secret, basic]);
  expect(session.state()).toEqual({ credential: 'private_key_jwt', renewsAt: undefined });

  await session.withClient(async () => undefined);

  expect(onStepDown.mock.calls).toEqual([[{ from: 'private_key_jwt', to: 'client_secret', reason: 'Invalid secret' }]]);
  expect(session.state().credential).toBe('client_secret');
  expect(basic.signIn).not.toHaveBeenCalled();
  await session.withClient(async () => undefined);
  expect(key.signIn).toHaveBeenCalledOnce();
});

test.each([new MedplumError('unreachable', 'No answer'), new MedplumError('busy', 'HTTP 429'), new TypeError('x')])(
  '[D8] session, when the stronger credential fails with %s, steps down for no outage',
  async (problem) => {
    const weaker = credential('client_secret');
    const { session } = sessionWith([credential('private_key_jwt', () => Promise.reject(problem)), weaker]);

    await expect(session.withClient(async () => undefined)).rejects.toBe(problem);
    expect(weaker.signIn).not.toHaveBeenCalled();
  },
);

test('[D8] session, when the last credential is refused, fails with its reason', async () => {
  const { session, onStepDown } = sessionWith([credential('basic', () => Promise.reject(refusal))]);

  await expect(session.withClient(async () => undefined)).rejects.toBe(refusal);
  expect(onStepDown).not.toHaveBeenCalled();
});

test('[D8] session, without any credential, asks for none', async () => {
  const { session } = sessionWith([]);

  expect(await session.withClient(async () => 'done')).toBe('done');
  expect(session.state().credential).toBeUndefined();
});
