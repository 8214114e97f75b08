import type { ControlClient } from '@auth-patterns/mock-medplum/control';

/** One request to Medplum's token endpoint. */
export type TokenCall = Readonly<{ method: string; path: string; grantType: string | undefined; status: number }>;

/**
 * Lists the token requests that a tenant has answered, oldest first. The log is written when a connection is done with
 * an answer, which may be after the browser has it: compare with `expect.poll`.
 */
export async function tokenCalls({ log }: ControlClient): Promise<readonly TokenCall[]> {
  const entries = await log.list();
  return entries
    .filter(({ method, path }) => method === 'POST' && path.split('?')[0] === '/oauth2/token')
    .map(({ method, path, caller, status }) => ({ method, path, grantType: caller?.grantType, status }));
}
