import { isNotFound, OperationOutcomeError } from '@medplum/core';
import type { ClientApplication } from '@medplum/fhirtypes';
import { fault, notChecked, ok, type Finding } from '#doctor/finding.ts';
import type { Administrator } from '#provision/sign-in.ts';
import { lifetime, lifetimeSeconds } from './lifetime.ts';

/** What only an administrator sees of a browser app's client: its status, how long its tokens live, PKCE. */
export async function publicClient(
  { clientId, graceSeconds }: Readonly<{ clientId: string; graceSeconds: number }>,
  administrator: Administrator | undefined,
): Promise<readonly Finding[]> {
  if (!administrator) {
    return [
      notChecked(
        'lifetime',
        "The client's status, the lifetime of its tokens, and whether PKCE is required.",
        'an administrator: MEDPLUM_ADMIN_EMAIL and MEDPLUM_ADMIN_PASSWORD, or MEDPLUM_ADMIN_CLIENT_ID and MEDPLUM_ADMIN_CLIENT_SECRET',
      ),
    ];
  }
  const client = await readClient(administrator, clientId);
  if (!client) {
    return [
      fault(
        'client',
        `Project "${administrator.project.name}" has no ClientApplication ${clientId}.`,
        'Correct PUBLIC_MEDPLUM_CLIENT_ID, or name the Project with --project.',
      ),
    ];
  }
  return [
    ...problemsOf(client),
    lifetime(lifetimeSeconds(client.accessTokenLifetime), {
      seconds: graceSeconds,
      variable: 'PUBLIC_MEDPLUM_REFRESH_GRACE_SECONDS',
    }),
  ];
}

async function readClient({ medplum }: Administrator, id: string): Promise<ClientApplication | undefined> {
  try {
    return await medplum.readResource('ClientApplication', id);
  } catch (error) {
    if (error instanceof OperationOutcomeError && isNotFound(error.outcome)) {
      return undefined;
    }
    throw error;
  }
}

function problemsOf({ status, pkceOptional, name }: ClientApplication): Finding[] {
  const isOff = status !== undefined && status !== 'active';
  const problems = [
    ...(isOff
      ? [fault('client', `The client ${name} is switched off (status ${status}).`, 'Set its status to active.')]
      : []),
    ...(pkceOptional
      ? [
          fault(
            'client',
            `The client ${name} does not require PKCE (pkceOptional): whoever reads a code redeems it.`,
            'Take pkceOptional from the ClientApplication. The app sends a challenge with every sign-in.',
          ),
        ]
      : []),
  ];
  return problems.length > 0 ? problems : [ok('client', `The client ${name} is active and requires PKCE`)];
}
