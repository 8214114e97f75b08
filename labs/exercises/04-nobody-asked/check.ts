import { createDemoProject } from '@auth-patterns/demo-project';
import { openTab } from '#exercises/people/open-tab.ts';
import { signInOnPage } from '#exercises/people/sign-in-on-page.ts';
import { type Check, unless } from '#lab/lab-run.ts';

/** A stranger signs in to an account of their own, and sends Maya the link that Medplum answered with. */
export const check: Check = async ({ startMedplum, step }) => {
  const { baseUrl, control } = await startMedplum(createDemoProject());
  const tokenRequests = async (): Promise<number> =>
    (await control.log.list()).filter(({ path }) => path === '/oauth2/token').length;
  const stranger = openTab(baseUrl);
  const strangersAddress = new URL(await stranger.leave());
  const strangersCode = await signInOnPage(strangersAddress.href, 'Lena');
  const strangersState = strangersAddress.searchParams.get('state') ?? '';

  for (const [what, query] of [
    ['A stranger’s code is sent nowhere', { code: strangersCode, state: strangersState }],
    ['Nor is a code that comes without a state', { code: strangersCode }],
  ] as const) {
    await step(
      what,
      {
        rule: 'RFC 6749 §10.12: the state that comes back must be the one that this tab sent. Else somebody else began the sign-in.',
        next: 'The function `checkAnswer`: what does oauth4webapi compare the answer with?',
      },
      async () => {
        const maya = openTab(baseUrl);
        await maya.leave();
        const refused = await maya.redirect.finish(`?${new URLSearchParams(query)}`).then(
          () => undefined,
          (error: unknown) => error,
        );
        unless((await tokenRequests()) === 0, 'Maya’s browser took the stranger’s code and sent it to Medplum.');
        unless(refused !== undefined, 'Maya’s browser took the stranger’s link for an answer of its own.');
      },
    );
  }
  await step(
    'Maya’s own sign-in still comes to its end',
    {
      rule: 'RFC 6749 §4.1.2: Medplum returns the state exactly as it was sent.',
      next: 'Compare with the state that is kept in the attempt: `finish` hands it to `checkAnswer`.',
    },
    async () => {
      const maya = openTab(baseUrl);
      const address = new URL(await maya.leave());
      const code = await signInOnPage(address.href, 'Maya');
      await maya.redirect.finish(`?${new URLSearchParams({ code, state: address.searchParams.get('state') ?? '' })}`);
      unless(maya.medplum.getProfile() !== undefined, 'Maya is not signed in.');
    },
  );
};
