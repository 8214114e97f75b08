import { demoIds } from '@auth-patterns/demo-project';
import type { ControlClient } from '@auth-patterns/mock-medplum/control';
import type { Bundle, Patient } from '@medplum/fhirtypes';

/** What Medplum's token endpoint says to somebody else than the app. */
export type StolenTokens = Readonly<{ status: number; accessToken: string; problem: string | undefined }>;

/** Sends a code, or a refresh token, from the attacker's own machine, as the app would send it. */
export async function useStolen(
  { baseUrl }: ControlClient,
  fields: Readonly<Record<string, string>>,
): Promise<StolenTokens> {
  const response = await fetch(new URL('oauth2/token', baseUrl), {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: demoIds.clients.spaClient,
      ...fields,
    }),
  });
  const body = (await response.json()) as { access_token?: string; error_description?: string };
  return { status: response.status, accessToken: body.access_token ?? '', problem: body.error_description };
}

/** The family names of the patients that a token reads. */
export async function readPatients({ baseUrl }: ControlClient, accessToken: string): Promise<readonly string[]> {
  const response = await fetch(new URL('fhir/R4/Patient', baseUrl), {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const { entry = [] } = (await response.json()) as Bundle<Patient>;
  return entry.map(({ resource }) => resource?.name?.[0]?.family ?? '').sort();
}
