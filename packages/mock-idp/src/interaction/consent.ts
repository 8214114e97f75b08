import type { InteractionResults } from 'oidc-provider';
import { fullName } from '#account/account-claims.ts';
import type { IdpAccount } from '#account/idp-account.ts';
import type { Context } from '#http/middleware.ts';
import { RequestError } from '#http/request-error.ts';
import { consentPage, type ConsentPage } from '#page/pages.ts';
import type { Step } from './step.ts';

/** Shows every claim that the requested scopes release, with its value. */
export function showConsent(ctx: Context, step: Step): void {
  const { scope, redirect_uri: redirectUri } = step.interaction.params;
  const account = signedInAccount(step);
  ctx.type = 'html';
  ctx.body = consentPage({
    clientName: step.clientName,
    accountName: fullName(account),
    shared: String(scope)
      .split(' ')
      .flatMap((name) => sharedByScope(account, name)),
    destination: new URL(String(redirectUri)).origin,
  });
}

/** Records what the person allowed, as a grant that later requests of the same client can use. */
export async function answerConsent(_ctx: Context, step: Step): Promise<InteractionResults> {
  const { provider, interaction } = step;
  const existing = interaction.grantId === undefined ? undefined : await provider.Grant.find(interaction.grantId);
  const grant =
    existing ??
    new provider.Grant({ accountId: signedInAccount(step).sub, clientId: String(interaction.params['client_id']) });
  const { missingOIDCScope } = interaction.prompt.details;
  if (Array.isArray(missingOIDCScope)) {
    grant.addOIDCScope(missingOIDCScope.join(' '));
  }
  return { consent: { grantId: await grant.save() } };
}

function signedInAccount({ accounts, interaction }: Step): IdpAccount {
  const account = accounts.findBySub(interaction.session?.accountId ?? '');
  if (!account) {
    throw new RequestError(400, 'invalid_request', 'Nobody is signed in. Start again at the application.');
  }
  return account;
}

function sharedByScope(account: IdpAccount, scope: string): ConsentPage['shared'] {
  switch (scope) {
    case 'openid':
      return [{ what: 'Your identifier here', value: account.sub }];
    case 'profile':
      return [{ what: 'Your name', value: fullName(account) }];
    case 'email':
      return [{ what: 'Your email address', value: `${account.email}${account.emailVerified ? ' (verified)' : ''}` }];
    case 'offline_access':
      return [{ what: 'Access while you are away', value: 'For up to 14 days' }];
    default:
      return [];
  }
}
