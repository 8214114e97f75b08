import type { Request } from 'express';

import type { Parameters } from '#http/parameters.ts';
import type { Tenant } from '#tenant/tenant.ts';
import type { TokenSubject } from '#token/issue-tokens.ts';

/** A token request: its form, and the request that it came in. */
export type TokenRequest = Readonly<{ tenant: Tenant; request: Request; parameters: Parameters }>;

/** One grant type: checks a token request and says whose tokens to issue. It throws an OAuthError when it refuses. */
export type Grant = Readonly<{
  /** Value of `grant_type`. */
  grantType: string;
  redeem: (tokenRequest: TokenRequest) => TokenSubject | Promise<TokenSubject>;
}>;
