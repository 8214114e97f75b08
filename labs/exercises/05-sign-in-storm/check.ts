import { createDemoProject, demoIds } from '@auth-patterns/demo-project';
import { createMedplumSession } from '@auth-patterns/legacy-proxy/src/medplum/sign-in.ts';
import { type Check, unless } from '#lab/lab-run.ts';

/** A laptop that is busy is not the subject of this lab. */
const patienceMs = 60_000;
const clientSecret = 'secret-of-lab-five';

/** A server whose users all come at once, with no token at hand, and again when the token has been revoked. */
export const check: Check = async ({ startMedplum, step }) => {
  const { baseUrl, control } = await startMedplum(createDemoProject({ clientSecrets: { legacyProxy: clientSecret } }));
  const settings = { baseUrl, clientId: demoIds.clients.legacyProxy, clientSecret, refreshGraceSeconds: 300 };
  const session = createMedplumSession({ settings, timeoutMs: patienceMs });
  const comeAtOnce = (callers: number): Promise<unknown> =>
    Promise.all(
      Array.from({ length: callers }, () =>
        session.withClient((client) => client.searchResources('Patient', '_count=1')),
      ),
    );
  const signIns = async (): Promise<number> =>
    (await control.log.list()).filter(({ path }) => path === '/oauth2/token').length;

  await step(
    'Fifty requests at once cost one sign-in',
    {
      rule: 'Medplum limits sign-ins per address and minute, and answers 429 to all of your users when you pass the limit.',
      next: 'Whoever comes while a sign-in is under way can wait for that one. A promise can be awaited by many.',
    },
    async () => {
      await comeAtOnce(50);
      const count = await signIns();
      unless(count === 1, `Medplum counted ${count} sign-ins for 50 requests that came at once.`);
    },
  );
  await step(
    'Later requests use the token that is there',
    {
      rule: 'RFC 6749 §5.1: a token is good for expires_in seconds, and for as many requests as you like.',
      next: 'What was kept for the others to wait for: is it forgotten when it is done, and only then?',
    },
    async () => {
      await comeAtOnce(5);
      const count = await signIns();
      unless(count === 1, `Medplum counted ${count} sign-ins, though the first token was still good.`);
    },
  );
  await step(
    'After Medplum has ended the token, one new sign-in serves everybody',
    {
      rule: 'RFC 6750 §3.1: a 401 says that the token is no longer good. Get a new one, once, and try again, once.',
      next: 'A sign-in that has ended must not be handed out again: `signInOnce` forgets it in its `finally`.',
    },
    async () => {
      await control.revokeLogins();
      await comeAtOnce(20);
      const count = await signIns();
      unless(count === 2, `Medplum counted ${count} sign-ins in all, where two were needed.`);
    },
  );
};
