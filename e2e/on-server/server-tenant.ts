import type { ControlClient } from '@auth-patterns/mock-medplum/control';
import type { BrowserLog } from './browser-log.ts';
import { serverSession } from './server-session.ts';

/**
 * The part of a tenant's control that a real server can do: it has people who sign in, and the browsers know what they
 * asked. Whatever else a spec asks for steers the emulator, and leaves the spec out.
 *
 * @param leaveOut - Ends the test, and says why.
 */
export function serverTenant(
  baseUrl: string,
  { list }: BrowserLog,
  leaveOut: (reason: string) => never,
): ControlClient {
  const can: Partial<ControlClient> = {
    baseUrl,
    makeSession: async (options) => serverSession(baseUrl, options),
    log: { list } as ControlClient['log'],
  };
  return new Proxy(can as ControlClient, {
    get: (known, name) => {
      if (name in known || typeof name === 'symbol' || name === 'then') {
        return Reflect.get(known, name) as unknown;
      }
      return leaveOut(`It steers the emulator: ${name}.`);
    },
  });
}
