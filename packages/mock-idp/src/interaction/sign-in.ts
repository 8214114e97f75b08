import type { InteractionResults } from 'oidc-provider';
import type { Context } from '#http/middleware.ts';
import { signInPage } from '#page/pages.ts';
import type { Step } from './step.ts';

/** Shows the form, filled with the client's `login_hint`. OpenID Connect Core 1.0 §3.1.2.1. */
export function showSignIn(ctx: Context, { clientName, interaction }: Step): void {
  const { login_hint: hint } = interaction.params;
  ctx.type = 'html';
  ctx.body = signInPage({ clientName, email: typeof hint === 'string' ? hint : '', failed: false });
}

/** Signs the person in, or shows the form again. It does not say which of the two fields was wrong. */
export async function answerSignIn(
  ctx: Context,
  { accounts, clientName }: Step,
  form: URLSearchParams,
): Promise<InteractionResults | undefined> {
  const email = form.get('email') ?? '';
  const account = accounts.authenticate(email, form.get('password') ?? '');
  if (account) {
    return { login: { accountId: account.sub } };
  }
  ctx.status = 422;
  ctx.type = 'html';
  ctx.body = signInPage({ clientName, email, failed: true });
  return undefined;
}
