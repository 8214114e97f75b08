import { open, readFile, rename } from 'node:fs/promises';
import type { MedplumClient } from '@medplum/core';
import type { ClientApplication } from '@medplum/fhirtypes';
import { createMedplumClient } from '#medplum/client.ts';
import type { Fetch } from '#medplum/fetch.ts';

export type RotationOptions = Readonly<{
  baseUrl: string;
  /** The ClientApplication whose secret is rotated. */
  clientId: string;
  /** File with its secret. */
  file: string;
  admin: Readonly<{ clientId: string; clientSecret: string }>;
  fetch?: Fetch;
}>;

/**
 * Gives a ClientApplication a new secret, without a moment in which none is good: Medplum takes both while the old one
 * retires. The new one is in the file, and was tried, before the old one is taken away.
 *
 * @throws OperationOutcomeError when Medplum refuses. The old secret is good then.
 */
export async function rotateSecret(options: RotationOptions): Promise<void> {
  const { baseUrl, clientId, file, admin, fetch = globalThis.fetch } = options;
  const medplum = createMedplumClient({ baseUrl, clientId: admin.clientId, fetch });
  await medplum.startClientLogin(admin.clientId, admin.clientSecret);
  const oldSecret = (await readFile(file, 'utf8')).trim();

  const { secret: newSecret = '' } = await rotate(medplum, clientId, 'secret', oldSecret);
  await replace(file, newSecret);
  await createMedplumClient({ baseUrl, clientId, fetch }).startClientLogin(clientId, newSecret);
  await rotate(medplum, clientId, 'retiringSecret', oldSecret);
}

async function rotate(
  medplum: MedplumClient,
  clientId: string,
  name: 'secret' | 'retiringSecret',
  valueString: string,
): Promise<ClientApplication> {
  const url = medplum.fhirUrl('ClientApplication', clientId, '$rotate-secret');
  return (await medplum.post(url, {
    resourceType: 'Parameters',
    parameter: [{ name, valueString }],
  })) as ClientApplication;
}

/** Whoever reads the file finds the old secret or the new one, and never half of one. */
async function replace(file: string, secret: string): Promise<void> {
  const handle = await open(`${file}.new`, 'w', 0o600);
  await handle.writeFile(`${secret}\n`);
  await handle.sync();
  await handle.close();
  await rename(`${file}.new`, file);
}
