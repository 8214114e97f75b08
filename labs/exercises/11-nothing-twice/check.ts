import { createDemoProject, demoIds } from '@auth-patterns/demo-project';
import { storeResource } from '@auth-patterns/device-agent/src/fhir/store-resource.ts';
import { createMedplumSession } from '@auth-patterns/device-agent/src/medplum/sign-in.ts';
import { type Check, unless } from '#lab/lab-run.ts';

const clientSecret = 'secret-of-lab-eleven';
const system = 'https://clinic.example/device-agent/results';

/** A result that Medplum stores, whose answer gets lost on its way back. */
export const check: Check = async ({ startMedplum, step }) => {
  const { baseUrl, tenant } = await startMedplum(createDemoProject({ clientSecrets: { deviceAgent: clientSecret } }));
  const settings = { baseUrl, clientId: demoIds.clients.deviceAgent, clientSecret, refreshGraceSeconds: 300 };
  let losesNext = true;
  const lossy: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    if (losesNext && init?.method === 'POST' && response.status === 201) {
      losesNext = false;
      throw new TypeError('socket hang up');
    }
    return response;
  };
  const session = createMedplumSession({ settings, fetch: lossy, now: Date.now });
  const send = (value: string): Promise<string> =>
    storeResource(session, {
      resourceType: 'Observation',
      status: 'final',
      identifier: [{ system, value }],
      code: { text: 'Glucose' },
      device: { reference: `Device/${demoIds.device}` },
    });
  const countOf = (value: string): number =>
    [...tenant.store.list('Observation')].filter(({ identifier }) => identifier?.[0]?.value === value).length;

  await step(
    'A result whose answer was lost is sent again, and is there once',
    {
      rule: 'FHIR R4 §3.1.0.8.1: a create with If-None-Exist makes a resource only where its search finds none.',
      next: 'The SDK has a method for a conditional create, and this file has the search: `ownQuery`.',
    },
    async () => {
      await send('F-1').catch(() => undefined);
      await send('F-1');
      unless(
        countOf('F-1') === 1,
        `The result F-1 was sent twice, and Medplum has ${countOf('F-1')} Observations of it.`,
      );
    },
  );
  await step(
    'Another result is another Observation',
    {
      rule: 'The search of If-None-Exist has to name this one result, by an identifier that no other has.',
      next: 'Search by system and value: system|value.',
    },
    async () => {
      const [first, second] = [await send('F-1'), await send('F-2')];
      unless(first !== second && countOf('F-2') === 1, 'The result F-2 was taken for F-1, and is lost.');
    },
  );
};
