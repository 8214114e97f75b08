import { demoAccount } from '@auth-patterns/demo-project';
import type { Orders } from '#doctor/command-line.ts';
import type { Outside } from '#doctor/outside.ts';
import type { Server } from '#doctor/server/reach-server.ts';
import { findCredentials, type Credentials } from '#provision/credentials.ts';
import { signIn, type Administrator } from '#provision/sign-in.ts';

/**
 * Signs in whoever may look at the Project: the administrator that variables name, as for `npm run provision`; on the
 * mock, the demo's, whose password is public.
 *
 * @returns undefined when nobody is named.
 * @throws ProvisionError when they are not let in.
 */
export async function findAdministrator(
  { baseUrl, isMock }: Server,
  { project }: Pick<Orders, 'project'>,
  { env, fetch }: Pick<Outside, 'env' | 'fetch'>,
): Promise<Administrator | undefined> {
  const isNamed = [env['MEDPLUM_ADMIN_CLIENT_ID'], env['MEDPLUM_ADMIN_EMAIL']].some(Boolean);
  const credentials = isNamed ? await findCredentials(env, undefined) : isMock ? demoAdministrator() : undefined;
  return credentials && signIn({ baseUrl, fetch }, credentials, project);
}

function demoAdministrator(): Credentials {
  const { email, password } = demoAccount('Olive');
  return { kind: 'person', email, password };
}
