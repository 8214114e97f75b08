import { startMockMedplum } from '#start-mock-medplum.ts';
import type { Allowance } from './judge.ts';
import { notYet } from './not-yet.ts';
import type { Target } from './setup/create-setup.ts';

/** The server under test, and what it is allowed. */
export type StartedTarget = Target & Readonly<{ name: string; allowance: Allowance; close: () => Promise<void> }>;

/**
 * Takes the Medplum at `MEDPLUM_BASE_URL`, with its super administrator in `MEDPLUM_ADMIN_EMAIL` and
 * `MEDPLUM_ADMIN_PASSWORD`, or starts a mock.
 */
export async function startTarget(env: NodeJS.ProcessEnv): Promise<StartedTarget> {
  const adminEmail = env['MEDPLUM_ADMIN_EMAIL'] ?? 'admin@example.com';
  const adminPassword = env['MEDPLUM_ADMIN_PASSWORD'] ?? 'medplum_admin';
  const url = env['MEDPLUM_BASE_URL'];
  if (url !== undefined) {
    const baseUrl = url.endsWith('/') ? url : `${url}/`;
    const allowance = { stricter: false, release: true, notYet: {} };
    return { baseUrl, adminEmail, adminPassword, name: baseUrl, allowance, close: () => Promise.resolve() };
  }
  const mock = await startMockMedplum({ superAdmin: true, runDeployedBots: true, allowedOrigins: '*' });
  const allowance = { stricter: true, release: false, notYet: notYet };
  return { baseUrl: mock.baseUrl, adminEmail, adminPassword, name: 'mock-medplum', allowance, close: mock.close };
}
