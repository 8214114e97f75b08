import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { accountClaims } from '#account/account-claims.ts';
import type { IdpAccount } from '#account/idp-account.ts';
import type { GoogleKeys } from './google-keys.ts';

/** Google's own issuer, since Medplum accepts no other. */
const issuer = 'https://accounts.google.com';

export type CredentialRequest = Readonly<{
  account: IdpAccount & Readonly<{ googleSub: string }>;
  clientId: string;
  /** The nonce that the page gave to `initialize`, if any. */
  nonce: string | undefined;
}>;

/** Signs the ID token that Google Identity Services calls a credential. It is good for an hour. */
export async function signCredential(keys: GoogleKeys, request: CredentialRequest): Promise<string> {
  const { account, clientId, nonce } = request;
  return new SignJWT({
    ...accountClaims(account),
    azp: clientId,
    ...(nonce === undefined ? {} : { nonce }),
  })
    .setProtectedHeader({ alg: 'RS256', kid: keys.keyId, typ: 'JWT' })
    .setIssuer(issuer)
    .setAudience(clientId)
    .setSubject(account.googleSub)
    .setIssuedAt()
    .setExpirationTime('1h')
    .setJti(randomUUID())
    .sign(keys.privateKey);
}
