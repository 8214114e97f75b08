import type { AccountClaims } from 'oidc-provider';
import type { IdpAccount } from './idp-account.ts';

/** The claims each scope releases. The provider filters {@link accountClaims} by them. OpenID Connect Core 1.0 §5.4. */
export const claimsByScope = {
  openid: ['sub'],
  email: ['email', 'email_verified'],
  profile: ['name', 'given_name', 'family_name'],
};

/** Everything that can be said of a person, in OpenID Connect's words. */
export function accountClaims(account: IdpAccount): AccountClaims {
  return {
    sub: account.sub,
    email: account.email,
    email_verified: account.emailVerified,
    name: fullName(account),
    given_name: account.givenName,
    family_name: account.familyName,
  };
}

/** Given name and family name, for example `Maya Rivera`. */
export function fullName({ givenName, familyName }: IdpAccount): string {
  return `${givenName} ${familyName}`;
}
