import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import {
  adminSecret,
  clientId,
  clientIds,
  clientSecret,
  memberships,
  startRecordedMedplum,
  type RecordedMedplum,
} from './recorded-medplum.ts';

export type RunningProcess = Readonly<{
  url: string;
  medplum: RecordedMedplum;
  logLines: readonly string[];
  stop: () => Promise<void>;
}>;

const main = join(import.meta.dirname, '..', 'src', 'main.ts');
const undefend = pathToFileURL(join(import.meta.dirname, 'undefended', 'undefend.ts')).href;

/** Starts the application as `npm start` does, as it is or with its defences taken out of the source. */
export async function startProcess(isDefended: boolean): Promise<RunningProcess> {
  const medplum = await startRecordedMedplum();
  const folder = await mkdtemp(join(tmpdir(), 'legacy-proxy-'));
  const hooks = isDefended ? [] : ['--import', undefend];
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...hooks, main], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      MEDPLUM_BASE_URL: medplum.url,
      MEDPLUM_CLIENT_ID: clientId,
      MEDPLUM_CLIENT_SECRET: clientSecret,
      SESSION_SECRET: 'canary-session-secret-0123456789abcdef',
      LEGACY_PROXY_PORT: '0',
      LEGACY_PROXY_DATA_DIR: folder,
      LEGACY_PROXY_SEED_DEMO: medplum.url,
      LEGACY_PROXY_ADMIN_CLIENT_ID: clientIds.legacyProxyAdmin,
      LEGACY_PROXY_ADMIN_CLIENT_SECRET: adminSecret,
      LEGACY_PROXY_MEMBERSHIPS: `nurse.kim=ProjectMembership/${memberships.kim}`,
    },
  });
  // Also when the tests fail before they can stop it.
  process.once('exit', () => child.kill('SIGKILL'));
  const logLines: string[] = [];
  const { promise: listening, resolve, reject } = Promise.withResolvers<string>();
  createInterface(child.stdout).on('line', (line) => {
    logLines.push(line);
    const { event, url } = JSON.parse(line) as { event: string; url?: string };
    if (event === 'listening') {
      resolve(String(url));
    }
  });
  const ended = once(child, 'exit').then(([code]) => reject(new Error(`It ended with ${String(code)}.`)));
  const url = await listening;
  return {
    url,
    medplum,
    logLines,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
      await medplum.close();
      await rm(folder, { recursive: true });
    },
  };
}
