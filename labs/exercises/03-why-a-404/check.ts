import { createDemoProject, demoIds } from '@auth-patterns/demo-project';
import type { Bundle } from '@medplum/fhirtypes';
import { type Check, unless } from '#lab/lab-run.ts';

const { sam, lena } = demoIds.patients;

/** Sam, a patient, reads his own record and nobody else's. */
export const check: Check = async ({ startMedplum, step }) => {
  const { baseUrl, control } = await startMedplum(createDemoProject());
  const { accessToken } = await control.makeSession({
    user: 'sam.carter@example.com',
    client: demoIds.clients.spaClient,
  });
  const ask = (path: string): Promise<Response> =>
    fetch(`${baseUrl}fhir/R4/${path}`, { headers: { authorization: `Bearer ${accessToken}` } });

  await step(
    'Sam opens his own record',
    {
      rule: 'Medplum: what the criteria of an AccessPolicy leave out is not there for this person. It answers 404, and not 403, so that nobody learns that it exists.',
      next: 'The AccessPolicy named "Patient access", its first entry. Which Patients does its search find? The log names the entry.',
    },
    async () => {
      const { status } = await ask(`Patient/${sam}`);
      unless(status === 200, `Sam asked for his own Patient, which exists, and got ${status}.`);
    },
  );
  await step(
    'Sam’s list of patients has one name in it',
    {
      rule: 'Medplum adds the criteria to every search: a search shows what a read would show, and no more.',
      next: '%patient in the criteria stands for the profile of whoever is signed in. Compare with the entry for Observation.',
    },
    async () => {
      const { entry = [] } = (await (await ask('Patient')).json()) as Bundle;
      const ids = entry.map(({ resource }) => resource?.id);
      unless(ids.length === 1 && ids[0] === sam, `Sam’s list has ${ids.length} patients.`);
    },
  );
  await step(
    'Lena’s record is still not there for Sam',
    {
      rule: 'An entry without criteria grants every resource of its type.',
      next: 'Narrow the entry again: keep criteria, and let them name Sam’s own compartment.',
    },
    async () => {
      const { status } = await ask(`Patient/${lena}`);
      unless(status === 404, `Sam asked for Lena’s record and got ${status}.`);
    },
  );
};
