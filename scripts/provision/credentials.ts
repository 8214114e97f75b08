import { ProvisionError } from './provision-error.ts';

/** Who signs in: a person, or a ClientApplication whose membership is an administrator's. */
export type Credentials =
  | Readonly<{ kind: 'person'; email: string; password: string }>
  | Readonly<{ kind: 'client'; clientId: string; clientSecret: string }>;

type Environment = Readonly<Record<string, string | undefined>>;

/** Asks a person; absent when nobody is there to answer. */
export type Ask = (question: string, isSecret: boolean) => Promise<string>;

/**
 * Finds out who signs in: from variables, else by asking.
 *
 * @throws ProvisionError when variables are missing and there is nobody to ask.
 */
export async function findCredentials(env: Environment, ask: Ask | undefined): Promise<Credentials> {
  const clientId = env['MEDPLUM_ADMIN_CLIENT_ID'];
  if (clientId) {
    const clientSecret = env['MEDPLUM_ADMIN_CLIENT_SECRET'] ?? (await ask?.('Secret of the admin client', true));
    return { kind: 'client', clientId, clientSecret: given(clientSecret, 'MEDPLUM_ADMIN_CLIENT_SECRET') };
  }
  const email = env['MEDPLUM_ADMIN_EMAIL'] ?? (await ask?.('Email of a project administrator', false));
  const password = env['MEDPLUM_ADMIN_PASSWORD'] ?? (email && (await ask?.('Password', true)));
  return {
    kind: 'person',
    email: given(email, 'MEDPLUM_ADMIN_EMAIL'),
    password: given(password, 'MEDPLUM_ADMIN_PASSWORD'),
  };
}

/** The super administrator, whom nobody is asked for: most servers do not lend theirs. */
export function findSuperCredentials(env: Environment): Credentials | undefined {
  const email = env['MEDPLUM_SUPER_ADMIN_EMAIL'];
  return email
    ? {
        kind: 'person',
        email,
        password: given(env['MEDPLUM_SUPER_ADMIN_PASSWORD'], 'MEDPLUM_SUPER_ADMIN_PASSWORD'),
      }
    : undefined;
}

function given(value: string | undefined, variable: string): string {
  if (!value) {
    throw new ProvisionError(
      'no-credentials',
      `${variable} is not set. Set MEDPLUM_ADMIN_EMAIL and MEDPLUM_ADMIN_PASSWORD, or MEDPLUM_ADMIN_CLIENT_ID and ` +
        'MEDPLUM_ADMIN_CLIENT_SECRET; in a terminal they are asked for.',
    );
  }
  return value;
}
