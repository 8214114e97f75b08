import { fullName } from '#account/account-claims.ts';
import type { IdpAccount } from '#account/idp-account.ts';
import type { Context } from '#http/middleware.ts';
import { readForm } from '#http/read-form.ts';
import { RequestError } from '#http/request-error.ts';
import { googleCredentialPage, googleSelectPage } from '#page/google-pages.ts';
import type { GoogleClient } from './google-clients.ts';
import type { GoogleKeys } from './google-keys.ts';
import { parseSelectRequest } from './select-request.ts';
import { signCredential, type CredentialRequest } from './sign-credential.ts';

/** Allows the form of the page itself and its one script. No redirect follows, so `form-action` can be narrow. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; " +
  "frame-ancestors 'none'";

export type Google = Readonly<{
  accounts: readonly IdpAccount[];
  clients: readonly GoogleClient[];
  keys: GoogleKeys;
}>;

/** `GET /google/gsi/select`: the pop-up asks which account to use. */
export function showAccounts(ctx: Context, { accounts, clients }: Google): void {
  const { client, nonce } = parseSelectRequest(clients, new URLSearchParams(ctx.querystring));
  send(
    ctx,
    googleSelectPage({
      clientId: client.clientId,
      origin: client.origin,
      nonce: nonce ?? '',
      accounts: accounts
        .filter(hasGoogle)
        .map((account) => ({ sub: account.googleSub, name: fullName(account), email: account.email })),
    }),
  );
}

/** `POST /google/gsi/select`: the pop-up hands the credential to the page that opened it, and closes. */
export async function answerAccount(ctx: Context, { accounts, clients, keys }: Google): Promise<void> {
  const form = await readForm(ctx);
  const { client, nonce } = parseSelectRequest(clients, form);
  const account = accounts.filter(hasGoogle).find(({ googleSub }) => googleSub === form.get('account'));
  if (!account) {
    throw new RequestError(400, 'invalid_request', 'The stand-in for Google has no such account.');
  }
  const credential = await signCredential(keys, { account, clientId: client.clientId, nonce });
  send(ctx, googleCredentialPage({ name: fullName(account), credential, ...client }));
}

function hasGoogle(account: IdpAccount): account is CredentialRequest['account'] {
  return account.googleSub !== undefined;
}

function send(ctx: Context, page: string): void {
  ctx.set({ 'Content-Security-Policy': contentSecurityPolicy, 'Cache-Control': 'no-store' });
  ctx.type = 'html';
  ctx.body = page;
}
