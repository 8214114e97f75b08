import { type LoginAuthenticationResponse, type MedplumClient, normalizeErrorString } from '@medplum/core';
import type { Project, ProjectMembership } from '@medplum/fhirtypes';
import { type CodeChallenge, createClient, type Server } from './create-client.ts';
import type { Credentials } from './credentials.ts';
import { ProvisionError } from './provision-error.ts';

/** A signed-in administrator, and the Project that is administered. */
export type Administrator = Readonly<{ medplum: MedplumClient; project: Project & { id: string }; name: string }>;

// The name that Medplum gives to the Project of its first super administrator.
const superProject = 'Super Admin';

/**
 * Signs an administrator in.
 *
 * @param wanted - Id or name of the Project; needed by whoever belongs to several.
 * @throws ProvisionError when the credentials are wrong, a second factor is asked for, or the right is missing.
 */
export async function signIn(server: Server, credentials: Credentials, wanted?: string): Promise<Administrator> {
  const { medplum, challenge } = createClient(server);
  if (credentials.kind === 'client') {
    await explained(medplum.startClientLogin(credentials.clientId, credentials.clientSecret));
  } else {
    await explained(signInPerson(medplum, { ...credentials, ...challenge }, wanted));
  }
  const project = medplum.getProject() as (Project & { id: string }) | undefined;
  const isAdmin = medplum.isProjectAdmin() || medplum.isSuperAdmin();
  const name = credentials.kind === 'client' ? `client ${credentials.clientId}` : credentials.email;
  if (!project || !isAdmin) {
    throw new ProvisionError(
      'not-admin',
      `${name} is no administrator of Project "${project?.name ?? ''}". An administrator sets "admin" in that membership: ` +
        'Project admin → Users (or Clients), choose it, tick Admin.',
    );
  }
  if (wanted && ![project.id, project.name].includes(wanted)) {
    throw new ProvisionError('which-project', `${name} belongs to Project "${project.name}", not to "${wanted}".`);
  }
  return { medplum, project, name };
}

/**
 * Signs the server's super administrator in.
 *
 * @throws ProvisionError as {@link signIn} does.
 */
export async function signInSuperAdmin(server: Server, credentials: Credentials): Promise<Administrator> {
  const administrator = await signIn(server, credentials, superProject).catch(async (error: unknown) => {
    if (error instanceof ProvisionError && error.code === 'which-project') {
      return signIn(server, credentials);
    }
    throw error;
  });
  if (!administrator.medplum.isSuperAdmin()) {
    throw new ProvisionError(
      'not-admin',
      `${administrator.name} is no super administrator. See MEDPLUM_SUPER_ADMIN_EMAIL.`,
    );
  }
  return administrator;
}

async function signInPerson(
  medplum: MedplumClient,
  person: Readonly<{ email: string; password: string }> & CodeChallenge,
  wanted?: string,
): Promise<void> {
  let answer = await medplum.startLogin({ ...person, remember: false });
  if (answer.memberships) {
    const profile = choose(answer.memberships, wanted);
    answer = (await medplum.post('auth/profile', { login: answer.login, profile })) as LoginAuthenticationResponse;
  }
  if (!answer.code) {
    throw new ProvisionError(
      'second-factor',
      `${person.email} has to give a second factor, which this command cannot ask for. Use an admin client instead: ` +
        'MEDPLUM_ADMIN_CLIENT_ID and MEDPLUM_ADMIN_CLIENT_SECRET of a ClientApplication whose membership is an administrator.',
    );
  }
  await medplum.processCode(answer.code);
}

function choose(memberships: readonly ProjectMembership[], wanted: string | undefined): string {
  const names = [...new Set(memberships.map(({ project }) => project.display ?? project.reference ?? ''))];
  const fitting = memberships.filter(
    ({ project }) => project.display === wanted || project.reference === `Project/${wanted}`,
  );
  const [found] = fitting.length > 0 ? fitting : names.length === 1 && !wanted ? memberships : [];
  if (!found) {
    throw new ProvisionError('which-project', `Choose a Project with --project: ${names.join(', ')}.`);
  }
  return found.id ?? '';
}

async function explained<T>(signingIn: Promise<T>): Promise<T> {
  try {
    return await signingIn;
  } catch (error) {
    if (error instanceof ProvisionError) {
      throw error;
    }
    const said = normalizeErrorString(error);
    throw /invalid (client|secret)/i.test(said)
      ? new ProvisionError(
          'invalid-client',
          `The server says "${said}". Check MEDPLUM_ADMIN_CLIENT_ID and MEDPLUM_ADMIN_CLIENT_SECRET: the client has to be ` +
            'of this server, active, and a member of the Project.',
        )
      : new ProvisionError('wrong-credentials', `The server did not let the administrator in: "${said}".`);
  }
}
