import type { TokenRequest } from '#oauth2/client-authentication/token-request.ts';
import type { TokenSubject } from '#token/issue-tokens.ts';

/** One grant type: checks a token request and says whose tokens to issue. It throws an OAuthError when it refuses. */
export type Grant = Readonly<{
  /** Value of `grant_type`. */
  grantType: string;
  /** Names of the form parameters that it reads. It gets no others. */
  parameters: readonly string[];
  /** Whether discovery lists it. Medplum leaves some out that it serves. */
  isAdvertised: boolean;
  redeem: (tokenRequest: TokenRequest) => TokenSubject | Promise<TokenSubject>;
}>;
