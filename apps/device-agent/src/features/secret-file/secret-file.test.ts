import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openSession } from '#commands/open-session.ts';
import { readAgentConfig } from '#config';
import type { FeaturePart } from '#feature';
import { storeResource } from '#fhir/store-resource.ts';
import { sendMessage } from '#mllp/send-message.ts';
import { agentEnv, startAgent } from '#test/agent-process.ts';
import { glucose, resultMessage } from '#test/hl7-text.ts';
import { transaction } from '#test/lab-transaction.ts';
import { failCreates, outcome, startRecordedMedplum } from '#test/recorded-medplum.ts';
import { clientSecret } from '#test/settings.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { secretFile } from './feature.ts';
import { withFreshSecret } from './fresh-secret.ts';

const [entry] = transaction('k1').entries;

async function setUp(secret = `${clientSecret}\n`) {
  const medplum = await startRecordedMedplum();
  const folder = temporaryFolder();
  onTestFinished(async () => {
    await medplum[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });
  const file = join(folder.path, 'secret');
  writeFileSync(file, secret, { mode: 0o600 });
  const { MEDPLUM_CLIENT_SECRET: _, ...env } = agentEnv(medplum.baseUrl, folder.path);
  return { medplum, file, env: { ...env, MEDPLUM_CLIENT_SECRET_FILE: file } };
}

function sessionOf(env: Record<string, string>) {
  const part = secretFile.read(env) as FeaturePart;
  const parts = [part];
  const session = openSession({ config: readAgentConfig(parts, env), parts, fetch, now: Date.now });
  return { part, store: () => storeResource(session, entry?.resource as never) };
}

const revoked = () => failCreates(1, 401, outcome('unauthorized', 'Unauthorized'));

test('[D7] secret in a file, when Medplum takes only a newer one, is read again, and no result fails', async () => {
  const { medplum, file, env } = await setUp();
  const { store, part } = sessionOf(env);
  await store();

  medplum.changeClient({ secret: 'newer-secret' });
  writeFileSync(file, 'newer-secret\r\n');
  medplum.faults.push(revoked());
  await store();
  medplum.faults.push(revoked());
  await store();

  // The first, the refused one, the one after it; from then on the newer secret is known.
  expect(medplum.countOf('/oauth2/token')).toBe(4);
  expect(part.secrets).toEqual([clientSecret, 'newer-secret']);
});

test('[D7] [F7] secret in a file that is unchanged, or gone, when refused, is not tried again', async () => {
  const { medplum, file, env } = await setUp('wrong');
  const { store } = sessionOf(env);

  await expect(store()).rejects.toThrow('Invalid secret');
  rmSync(file);
  await expect(store()).rejects.toThrow('Invalid secret');

  expect(medplum.countOf('/oauth2/token')).toBe(2);
});

test('[D7] secret in a file, in a request with Basic, is read again as well', async () => {
  const sent: string[] = [];
  const answer = (_input: unknown, init?: RequestInit): Promise<Response> => {
    sent.push(atob(new Headers(init?.headers).get('authorization')?.replace('Basic ', '') ?? ''));
    return Promise.resolve(new Response(null, { status: sent.length === 1 ? 401 : 200 }));
  };
  const first = 'an older secret: with a colon';
  const fetchFresh = withFreshSecret(answer, { first, read: () => 'newer' });

  const { status } = await fetchFresh('https://medplum.example/', {
    headers: { authorization: `Basic ${btoa(`agent:${first}`)}` },
  });

  expect(status).toBe(200);
  expect(sent).toEqual([`agent:${first}`, 'agent:newer']);
});

test('[D7] agent that stopped at a refused secret, at SIGHUP once the file is right, goes on', async () => {
  const { medplum, file, env } = await setUp('wrong');
  await using agent = await startAgent(env);
  await sendMessage({ port: agent.mllpPort, body: resultMessage([glucose]), timeoutMs: 20_000 });
  await vi.waitFor(() => expect(agent.text.output).toContain('sending stopped'), { timeout: 20_000 });

  writeFileSync(file, clientSecret);
  process.kill(agent.pid, 'SIGHUP');

  await vi.waitFor(() => expect(medplum.stored).toHaveLength(1), { timeout: 20_000 });
  expect(agent.text.output).not.toMatch(/wrong|right-secret/);
});

test.each([
  ['given twice', { MEDPLUM_CLIENT_SECRET: 'x' }, 'is set, and so is MEDPLUM_CLIENT_SECRET'],
  [
    'in a file that is not there',
    { MEDPLUM_CLIENT_SECRET_FILE: '/nowhere/x' },
    'names a file that cannot be read (ENOENT)',
  ],
  ['in an empty file', { MEDPLUM_CLIENT_SECRET_FILE: '/dev/null' }, 'names an empty file'],
])('secret %s, is named by its variable', async (_, change, problem) => {
  const { env } = await setUp();

  expect(() => secretFile.read({ ...env, ...change })).toThrow(`MEDPLUM_CLIENT_SECRET_FILE ${problem}`);
});

test('secret in a file, unless one is named, adds nothing', () => {
  expect(secretFile.read({ MEDPLUM_CLIENT_SECRET: 'x' })).toBeUndefined();
});
