import { catchProviderAnswer } from '#attacker/catch-provider-answer.ts';
import { watchCodes } from '#attacker/watch-codes.ts';
import { expect, test } from '#story/test.ts';

for (const undefended of [false, true]) {
  const who = undefended ? 'undefended twin' : 'spa-client';
  const goesOn = undefended ? 'redeems the code' : 'redeems no code and says why';

  test.describe(who, () => {
    test.use({ undefended });

    test(`[B5] ${who}, when an identity provider’s answer names another server, ${goesOn}`, async ({ page, app }) => {
      const sent = watchCodes(page);
      await page.goto(`${app.url}/token-exchange`);
      await page.getByRole('button', { name: 'Continue with Riverside ID' }).click();
      const answer = await catchProviderAnswer(page, `${app.url}/token-exchange/callback`);
      answer.searchParams.set('iss', 'https://other.example');

      await page.goto(answer.href);

      const next = undefended ? '2. Exchange Riverside ID’s token' : 'This answer comes from somebody else';
      await expect(page.getByRole('heading', { name: next })).toBeVisible();
      expect(sent()).toEqual(undefended ? [answer.searchParams.get('code')] : []);
    });
  });
}
