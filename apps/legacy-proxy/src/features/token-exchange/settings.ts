import { credential, parseSettings, requireTogether, secureUrl, type Environment } from '@auth-patterns/auth-config';
import { z } from 'zod';

export type TokenExchangeSettings = Readonly<{
  /** Issuer of the identity provider whose tokens Medplum takes. */
  issuer: string;
  clientId: string;
  clientSecret: string;
}>;

const schema = z.object({
  LEGACY_PROXY_IDP_ISSUER: secureUrl.optional(),
  LEGACY_PROXY_IDP_CLIENT_ID: credential.optional(),
  LEGACY_PROXY_IDP_CLIENT_SECRET: credential.optional(),
});

/** Reads this server's client at the identity provider. */
export function readTokenExchange(env: Environment): TokenExchangeSettings | undefined {
  const names = ['LEGACY_PROXY_IDP_ISSUER', 'LEGACY_PROXY_IDP_CLIENT_ID', 'LEGACY_PROXY_IDP_CLIENT_SECRET'] as const;
  const own = requireTogether(parseSettings(schema, env), names);
  return (
    own && {
      issuer: own.LEGACY_PROXY_IDP_ISSUER,
      clientId: own.LEGACY_PROXY_IDP_CLIENT_ID,
      clientSecret: own.LEGACY_PROXY_IDP_CLIENT_SECRET,
    }
  );
}
