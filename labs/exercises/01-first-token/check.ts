import { createDemoProject, demoIds } from '@auth-patterns/demo-project';
import { createMedplumSession } from '@auth-patterns/device-agent/src/medplum/sign-in.ts';
import { type Check, unless } from '#lab/lab-run.ts';

const clientSecret = 'secret-of-lab-one';

/** A machine that signs in with its client's id and secret, and reads its own Device. */
export const check: Check = async ({ startMedplum, step }) => {
  const { baseUrl, control } = await startMedplum(createDemoProject({ clientSecrets: { deviceAgent: clientSecret } }));
  const settings = { baseUrl, clientId: demoIds.clients.deviceAgent, clientSecret, refreshGraceSeconds: 300 };
  const addresses: string[] = [];
  const watchedFetch: typeof fetch = (input, init) => {
    addresses.push(input instanceof Request ? input.url : String(input));
    return fetch(input, init);
  };
  const session = createMedplumSession({ settings, fetch: watchedFetch, now: Date.now });

  await step(
    'The machine asks Medplum for a token',
    {
      rule: 'RFC 6749 §4.4: a client that acts for itself sends grant_type=client_credentials to the token endpoint.',
      next: 'The SDK has one method for it: its name begins with "startClient".',
    },
    async () => {
      await session.withClient(async () => undefined);
      const asked = (await control.log.list()).find(({ path }) => path === '/oauth2/token');
      unless(asked !== undefined, 'No request came to POST /oauth2/token: Medplum does not know who is there.');
      unless(asked.status === 200, `Medplum answered ${asked.status}: ${asked.reason?.because}`);
    },
  );
  await step(
    'The token opens the door that it should open',
    {
      rule: 'RFC 6750 §2.1: the token goes into the Authorization header of every request.',
      next: 'The SDK sends it by itself, once the sign-in has come to its end. Does your function wait for it?',
    },
    async () => {
      const device = await session.withClient((client) => client.readResource('Device', demoIds.device));
      unless(device.id === demoIds.device, 'Medplum answered, but not with this machine’s Device.');
    },
  );
  await step(
    'The secret stands in no address',
    {
      rule: 'RFC 6749 §2.3.1: client credentials must not be in the request URI. Addresses end up in logs.',
      next: 'Leave it to the SDK, which puts the secret into the body.',
    },
    async () => {
      const shown = addresses.find((address) => address.includes(clientSecret));
      unless(shown === undefined, 'The secret is in the address of a request.');
    },
  );
};
