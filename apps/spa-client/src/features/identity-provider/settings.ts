import { credential, type Environment, parseSettings, requireTogether, secureUrl } from '@auth-patterns/auth-config';
import { z } from 'zod';

const variables = z.object({
  PUBLIC_IDP_NAME: credential.optional(),
  PUBLIC_IDP_AUTHORIZE_URL: secureUrl.optional(),
  PUBLIC_IDP_CLIENT_ID: credential.optional(),
});

/** An external identity provider, as this app and its Medplum know it. */
export type IdentityProviderSettings = Readonly<{
  /** As users know it, for example `Riverside ID`. */
  name: string;
  /** Its authorization endpoint. */
  authorizeUrl: string;
  /** The client id that *Medplum* has there. */
  clientId: string;
}>;

/** @throws ConfigError when some of the variables are missing. Without all of them there is no button. */
export function read(env: Environment): IdentityProviderSettings | undefined {
  const parsed = parseSettings(variables, env);
  const own = requireTogether(parsed, ['PUBLIC_IDP_NAME', 'PUBLIC_IDP_AUTHORIZE_URL', 'PUBLIC_IDP_CLIENT_ID']);
  return (
    own && {
      name: own.PUBLIC_IDP_NAME,
      authorizeUrl: own.PUBLIC_IDP_AUTHORIZE_URL,
      clientId: own.PUBLIC_IDP_CLIENT_ID,
    }
  );
}
