import type { Provider } from 'oidc-provider';
import type { AccountDirectory } from '#account/account-directory.ts';
import { allowMethods } from '#http/allow-methods.ts';
import type { Context, Middleware } from '#http/middleware.ts';
import { readForm } from '#http/read-form.ts';
import { RequestError } from '#http/request-error.ts';
import { answerConsent, showConsent } from './consent.ts';
import { answerSignIn, showSignIn } from './sign-in.ts';
import type { Step, StepPage } from './step.ts';

const pages: Readonly<Record<string, StepPage>> = {
  login: { show: showSignIn, answer: answerSignIn },
  consent: { show: showConsent, answer: answerConsent },
};

/**
 * `GET` and `POST /interaction/:uid`: the questions that the provider asks the user before it answers the client.
 *
 * The cookie of the interaction and the unguessable `uid` in the path must name the same one, so another site can
 * neither read nor submit these forms.
 */
export function interactionRoutes(provider: Provider, accounts: AccountDirectory): Middleware {
  return async (ctx, next) => {
    const uid = /^\/interaction\/([\w-]+)$/.exec(ctx.path)?.[1];
    if (uid === undefined) {
      await next();
      return;
    }
    allowMethods(ctx, 'GET', 'HEAD', 'POST');
    ctx.set('Cache-Control', 'no-store');
    const interaction = await provider.interactionDetails(ctx.req, ctx.res);
    const page = pages[interaction.prompt.name];
    if (interaction.uid !== uid || !page) {
      throw new RequestError(400, 'invalid_request', 'This is not the sign-in that your browser has begun.');
    }
    const client = await provider.Client.find(String(interaction.params['client_id']));
    const step: Step = { provider, accounts, interaction, clientName: client?.clientName ?? 'An application' };
    await (ctx.method === 'POST' ? submit(ctx, step, page) : page.show(ctx, step));
  };
}

async function submit(ctx: Context, step: Step, page: StepPage): Promise<void> {
  const form = await readForm(ctx);
  const result =
    form.get('action') === 'cancel'
      ? { error: 'access_denied', error_description: 'The user cancelled.' }
      : await page.answer(ctx, step, form);
  if (result) {
    const returnTo = await step.provider.interactionResult(ctx.req, ctx.res, result);
    ctx.status = 303;
    ctx.redirect(returnTo);
  }
}
