import { storagePrefix } from '#kept-storage';
import type { SignInContext } from '#medplum/client.ts';
import { type CodeFlow, createCodeFlow } from '#medplum/code-flow.ts';
import { SignInError, type SignInErrorCode } from '#medplum/error.ts';
import type { ExchangeErrorCode } from './failures.ts';
import { discoverProvider } from './provider-discovery.ts';
import type { ProviderSettings } from './settings.ts';
import { readTokenFacts, type TokenFacts } from './token-exchange-facts.ts';

/** What the identity provider gave this app, which is its client: apart from Medplum, that knows nothing of it yet. */
export type ProviderTokens = Readonly<{ accessToken: string; facts: TokenFacts }>;

export type ProviderSignIn = Readonly<{
  /**
   * Leaves this page for the identity provider, as its public client with PKCE.
   *
   * @param prompt - `login` asks for the password again: for somebody who is signed in there as somebody else.
   */
  start: (prompt?: 'login') => Promise<void>;
  /** Finishes on `/token-exchange/callback`, given its query. Nothing of what it answers is stored anywhere. */
  finish: (search: string) => Promise<ProviderTokens>;
}>;

const scope = 'openid profile email';
const ofPages = new WeakMap<SignInContext, ProviderSignIn>();

/** Always the same one for a page, so that StrictMode's two runs share a sign-in. */
export function providerSignIn(context: SignInContext, provider: ProviderSettings): ProviderSignIn {
  const flow = ofPages.get(context) ?? createProviderSignIn(context, provider);
  ofPages.set(context, flow);
  return flow;
}

function createProviderSignIn(
  { origin, tabStorage, leaveFor }: SignInContext,
  provider: ProviderSettings,
): ProviderSignIn {
  const flow: CodeFlow<object, ProviderTokens> = createCodeFlow({
    server: () => discoverProvider(provider),
    // Registered with the identity provider, to the letter.
    redirectUri: `${origin}/token-exchange/callback`,
    key: `${storagePrefix}providerSignIn`,
    tabStorage,
    leaveFor,
    readRefusal: providerRefusal,
    use: async (tokens, _attempt, { server }) => ({
      accessToken: tokens.access_token,
      facts: readTokenFacts(tokens, { issuer: server.issuer, askedScope: scope }),
    }),
  });
  return {
    start: (prompt) => flow.start({}, { scope, ...(prompt && { prompt }) }),
    finish: async (search) => flow.finish(search).catch(blameProvider),
  };
}

/** The core's codes blame Medplum. Here the same faults are the identity provider's, so each gets a code of this feature. */
const codes: Partial<Record<SignInErrorCode, ExchangeErrorCode>> = {
  denied: 'provider_denied',
  authorization_failed: 'provider_refused',
  code_missing: 'provider_refused',
  code_refused: 'provider_refused',
  id_token_refused: 'provider_id_token_refused',
  unreachable: 'provider_unreachable',
};

function blameProvider(cause: unknown): never {
  const code = cause instanceof SignInError ? codes[cause.code as SignInErrorCode] : undefined;
  if (!code || !(cause instanceof SignInError)) {
    throw cause;
  }
  throw new SignInError<ExchangeErrorCode>(code, cause.message, { cause, raw: cause.raw });
}

type OAuthError = Readonly<{ error?: string; error_description?: string }>;

async function providerRefusal(response: Response): Promise<SignInError<string>> {
  const json = (await response.json().catch(() => null)) as OAuthError | null;
  const answer = json ?? {};
  const { error, error_description: description = error } = answer;
  const message = description ?? `The token endpoint answered ${response.status}`;
  const raw = { status: response.status, ...answer };
  return new SignInError<ExchangeErrorCode>(codeOfStatus(response.status), message, { raw });
}

function codeOfStatus(status: number): ExchangeErrorCode {
  if (status === 429) {
    return 'provider_throttled';
  }
  return status >= 500 ? 'provider_unreachable' : 'provider_refused';
}
