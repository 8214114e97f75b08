import type { Identity } from '@auth-patterns/legacy-proxy/src/feature.ts';
import { setCurrentUser } from '@auth-patterns/legacy-proxy/src/middleware/request-context.ts';
import type { MedplumClient } from '@medplum/core';

type WithClient = NonNullable<Identity['withClient']>;
type Request = Parameters<WithClient>[0];
type Response = Parameters<WithClient>[1];

/** Does something with Medplum as the legacy application does it while it answers a request of one of its users. */
export function handle<T>(
  { withClient }: Identity,
  username: string,
  work: (client: MedplumClient) => Promise<T>,
): Promise<T> {
  const response = { locals: {} } as Response;
  setCurrentUser(response, { username, name: username, role: 'nurse', generation: 0 });
  return withClient({} as Request, response, work);
}
