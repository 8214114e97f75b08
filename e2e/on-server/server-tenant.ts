import type { ControlClient } from '@auth-patterns/mock-medplum/control';
import { serverSession } from './server-session.ts';

/**
 * The part of a tenant's control that a real server can do: it has people who sign in. Whatever else a spec asks for
 * steers the emulator, and leaves the spec out.
 *
 * @param leaveOut - Ends the test, and says why.
 */
export function serverTenant(baseUrl: string, leaveOut: (reason: string) => never): ControlClient {
  const can: Partial<ControlClient> = {
    baseUrl,
    makeSession: async (options) => serverSession(baseUrl, options),
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
