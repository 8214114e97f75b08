import { createDemoProject, demoIds } from '@auth-patterns/demo-project';
import { createOnBehalfOf } from '@auth-patterns/legacy-proxy/src/features/on-behalf-of/on-behalf-of.ts';
import { documentFrom } from '@auth-patterns/legacy-proxy/src/fhir/note.ts';
import { createMedplumSession } from '@auth-patterns/legacy-proxy/src/medplum/sign-in.ts';
import type { MedplumClient } from '@medplum/core';
import type { DocumentReference } from '@medplum/fhirtypes';
import { type Check, unless } from '#lab/lab-run.ts';
import { handle } from './handle.ts';

const clientSecret = 'secret-of-lab-six';
const clientId = demoIds.clients.legacyProxyAdmin;

/** Kim, a user of the legacy application, writes a note through its server. */
export const check: Check = async ({ startMedplum, step }) => {
  const project = createDemoProject({ clientSecrets: { legacyProxyAdmin: clientSecret } });
  const { baseUrl } = await startMedplum(project);
  const admin = createMedplumSession({
    settings: { baseUrl, clientId, clientSecret, refreshGraceSeconds: 300 },
    timeoutMs: 60_000,
  });
  const memberships = new Map([['nurse.kim', `ProjectMembership/${demoIds.memberships.kim}`]]);
  const identity = createOnBehalfOf(baseUrl, admin, memberships);
  const asKim = <T>(work: (client: MedplumClient) => Promise<T>): Promise<T> => handle(identity, 'nurse.kim', work);
  let note: DocumentReference | undefined;

  await step(
    'Kim’s note can be written',
    {
      rule: 'Medplum: X-Medplum-On-Behalf-Of names a ProjectMembership. Medplum then goes by that member’s AccessPolicy.',
      next: 'The function that sends the request: which header tells Medplum for whom it asks?',
    },
    async () => {
      const draft = {
        patientId: demoIds.patients.sam,
        text: 'Slept well.',
        author: 'Kim Larsen',
        formId: '7d9c3a52-0000-4000-8000-0000000000a6',
        at: new Date().toISOString(),
      };
      note = await asKim((client) => client.createResource(documentFrom(draft)));
    },
  );
  await step(
    'The history names the server, and Kim',
    {
      rule: 'Medplum writes the client into meta.author, and the member for whom it acted into meta.onBehalfOf.',
      next: 'Look at the value of the header: it is a reference, such as ProjectMembership/123.',
    },
    async () => {
      const { author, onBehalfOf } = (note?.meta ?? {}) as { author?: Named; onBehalfOf?: Named };
      unless(author?.reference === `ClientApplication/${clientId}`, `meta.author is ${author?.reference}.`);
      const wanted = `Practitioner/${demoIds.practitioners.kim}`;
      unless(
        onBehalfOf?.reference === wanted,
        `meta.onBehalfOf is ${onBehalfOf?.reference ?? 'empty'}: nobody knows that it was Kim.`,
      );
    },
  );
  await step(
    'A user whom Medplum does not know gets nowhere',
    {
      rule: 'An administrator’s token without the header has all the rights of the administrator.',
      next: 'Without a membership, no request may leave. What did `withClient` do before you changed it?',
    },
    async () => {
      const refused = await handle(identity, 'reception', async (client) => client.searchResources('Patient')).then(
        () => false,
        () => true,
      );
      unless(refused, 'A user without a membership read the patients.');
    },
  );
};

type Named = Readonly<{ reference?: string }>;
