import { createDemoProject, demoIds } from '@auth-patterns/demo-project';
import type { Bundle } from '@medplum/fhirtypes';
import { type Check, unless } from '#lab/lab-run.ts';

const clientSecret = 'secret-of-lab-nine';

/** A thief with the analyzer's key. */
export const check: Check = async ({ startMedplum, step }) => {
  const { baseUrl } = await startMedplum(createDemoProject({ clientSecrets: { deviceAgent: clientSecret } }));
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: demoIds.clients.deviceAgent,
    client_secret: clientSecret,
  });
  const signIn = await fetch(`${baseUrl}oauth2/token`, { method: 'POST', body });
  const { access_token: token } = (await signIn.json()) as { access_token: string };
  const ask = (path: string, resource?: object): Promise<Response> =>
    fetch(`${baseUrl}fhir/R4/${path}`, {
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
      ...(resource && { method: 'POST', body: JSON.stringify(resource) }),
    });
  const result = (device: string): object => ({
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'Glucose' },
    device: { reference: `Device/${device}` },
  });

  await step(
    'The key writes results of its own analyzer',
    {
      rule: 'An AccessPolicy has to allow what the machine is for, or nothing works.',
      next: 'The AccessPolicy named "Chem-200 analyzer", its entry for Observation.',
    },
    async () => {
      const { status } = await ask('Observation', result(demoIds.device));
      unless(status === 201, `A result of this analyzer got ${status}.`);
    },
  );
  await step(
    'The key writes no result of another analyzer',
    {
      rule: 'Medplum checks what is written against the criteria as well: what they would not find is refused with 403.',
      next: 'Give the entry for Observation criteria: a search by the device, Observation?device=Device/… with the id of this one. The entry for Device has it.',
    },
    async () => {
      const { status } = await ask('Observation', result('0000000a-0000-4000-8000-000000000099'));
      unless(status === 403, `A result in the name of another analyzer got ${status}.`);
    },
  );
  await step(
    'The key reads no patient, and no vital signs of the clinic',
    {
      rule: 'RFC 9700 §2.3: a token should have the least privilege that its use needs.',
      next: 'An entry for Patient has no place in this policy.',
    },
    async () => {
      const { status } = await ask(`Patient/${demoIds.patients.sam}`);
      unless(status === 403 || status === 404, `With the analyzer’s key, Sam’s record got ${status}.`);
      const { entry = [] } = (await (await ask('Observation?_count=100')).json()) as Bundle;
      unless(
        entry.length === 1,
        `With the analyzer’s key, a search found ${entry.length} Observations; one is its own.`,
      );
    },
  );
};
