import { demoAccount, demoIds } from '@auth-patterns/demo-project';
import { createClient } from '@auth-patterns/scripts/provision/create-client.ts';
import type { MedplumClient } from '@medplum/core';

/** Signs the clinic's owner in with Medplum's own SDK, on any Medplum server that has the clinic. */
export async function ownerClient(baseUrl: string): Promise<MedplumClient> {
  const { medplum, challenge } = createClient({ baseUrl, fetch });
  const { email, password } = demoAccount('Olive');
  const place = { projectId: demoIds.project, remember: false };
  const { code = '' } = await medplum.startLogin({ email, password, ...place, ...challenge });
  await medplum.processCode(code);
  return medplum;
}
