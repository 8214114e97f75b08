import { createDemoProject } from '@auth-patterns/demo-project';
import { openTab } from '#exercises/people/open-tab.ts';
import { signInOnPage } from '#exercises/people/sign-in-on-page.ts';
import { type Check, unless } from '#lab/lab-run.ts';

/** Maya signs in on Medplum's page, and a thief of her code gets nothing for it. */
export const check: Check = async ({ startMedplum, step }) => {
  const { baseUrl } = await startMedplum(createDemoProject());
  const tab = openTab(baseUrl);
  let address = new URL(await tab.leave());

  await step(
    'The question to Medplum can be finished by this tab alone',
    {
      rule: 'RFC 7636 §4.3, and RFC 9700 §2.1.1: a browser app sends a code_challenge with the method S256.',
      next: 'The list of parameters in the function `start`. Both names are in RFC 7636 §4.3.',
    },
    async () => {
      const asked = address.searchParams;
      unless(asked.has('code_challenge'), 'The address that the browser leaves for has no code_challenge.');
      unless(asked.get('code_challenge_method') === 'S256', 'The code_challenge does not say that its method is S256.');
    },
  );
  await step(
    'Maya types her password on Medplum’s page and comes back signed in',
    {
      rule: 'RFC 7636 §4.6: Medplum hashes the code_verifier and compares it with the code_challenge from the beginning.',
      next: 'Is the code_challenge made from the code_verifier that this tab remembers?',
    },
    async () => {
      const code = await signInOnPage(address.href, 'Maya');
      await tab.redirect.finish(`?${new URLSearchParams({ code, state: address.searchParams.get('state') ?? '' })}`);
      const name = tab.medplum.getProfile()?.name?.[0]?.family;
      unless(name === 'Rivera', `The app is signed in as ${name ?? 'nobody'}, not as Maya Rivera.`);
    },
  );
  await step(
    'Who steals the code on its way gets no token',
    {
      rule: 'RFC 7636 §1: a code alone is worth nothing without the code_verifier.',
      next: 'Compare what is sent in `start` with what `requestTokens` sends later.',
    },
    async () => {
      address = new URL(await tab.leave());
      const code = await signInOnPage(address.href, 'Maya');
      const body = new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        client_id: address.searchParams.get('client_id') ?? '',
        redirect_uri: address.searchParams.get('redirect_uri') ?? '',
        code_verifier: 'a-guess-of-a-thief-that-is-long-enough-for-the-rfc',
      });
      const { status } = await fetch(new URL('oauth2/token', baseUrl), { method: 'POST', body });
      unless(status === 400, `Medplum gave the thief an answer with status ${status}.`);
    },
  );
};
