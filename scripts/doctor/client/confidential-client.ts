import { parseJWTPayload } from '@medplum/core';
import { fault, ok, type Finding } from '#doctor/finding.ts';
import type { Outside } from '#doctor/outside.ts';
import { lifetime } from './lifetime.ts';
import { policy } from './policy.ts';

type ConfidentialClient = Readonly<{
  baseUrl: string;
  clientId: string;
  /** Signs in as the app does, and gives its access token. */
  accessToken: () => Promise<string>;
  graceSeconds: number;
}>;

/** Whether the client of a server signs in, how long its tokens live, and what it may do. */
export async function confidentialClient(
  { baseUrl, clientId, accessToken, graceSeconds }: ConfidentialClient,
  outside: Pick<Outside, 'fetch'>,
): Promise<readonly Finding[]> {
  let token: string;
  try {
    token = await accessToken();
  } catch (error) {
    const { message } = error as Error;
    return [fault('client', `${message.replace(/\.$/, '')}.`, hintFor(message))];
  }
  const { iat, exp } = parseJWTPayload(token);
  return [
    ok('client', `Signed in as client ${clientId}`),
    lifetime(Number(exp) - Number(iat), { seconds: graceSeconds, variable: 'MEDPLUM_REFRESH_GRACE_SECONDS' }),
    await policy(baseUrl, token, outside),
  ];
}

/** Medplum refuses a client for several reasons with few words. */
function hintFor(message: string): string {
  if (/invalid secret/i.test(message)) {
    return 'Copy the secret of the ClientApplication into MEDPLUM_CLIENT_SECRET. Was it rotated?';
  }
  if (/invalid client/i.test(message)) {
    return 'Correct MEDPLUM_CLIENT_ID: the ClientApplication has to be of this server, its status active (not off), with a ProjectMembership.';
  }
  if (/\bIP\b/.test(message)) {
    return "The AccessPolicy's ipAccessRule does not let this machine's address in: change the rule, or the machine.";
  }
  return /wait|busy|limit/i.test(message)
    ? 'Wait a minute. A server that signs in often does not keep its token.'
    : 'Look at the ClientApplication and its ProjectMembership in Medplum.';
}
