import { demoAccount, demoIds } from '@auth-patterns/demo-project';
import type { ControlClient } from '@auth-patterns/mock-medplum/control';
import type { ClientApplication } from '@medplum/fhirtypes';

/** Changes settings of spa-client's ClientApplication, as an administrator of the project may. */
export async function changeClient(tenant: ControlClient, change: Partial<ClientApplication>): Promise<void> {
  const { accessToken } = await tenant.makeSession({ user: demoAccount('Olive').email });
  const address = new URL(`fhir/R4/ClientApplication/${demoIds.clients.spaClient}`, tenant.baseUrl);
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/fhir+json' };
  const before = (await (await fetch(address, { headers })).json()) as ClientApplication;
  const body = JSON.stringify({ ...before, ...change });
  const { status } = await fetch(address, { method: 'PUT', headers, body });
  if (status !== 200) {
    throw new Error(`The ClientApplication could not be changed: ${status}`);
  }
}
