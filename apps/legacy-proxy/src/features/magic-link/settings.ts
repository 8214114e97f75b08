import { credential, parseSettings, requireTogether, secureUrl, type Environment } from '@auth-patterns/auth-config';
import { z } from 'zod';

export type MagicLinkSettings = Readonly<{
  /** Page of the browser app that takes a pre-authorized code in its fragment. */
  url: string;
  /** ClientApplication of that app: the code is good for it alone. */
  clientId: string;
}>;

const schema = z.object({
  LEGACY_PROXY_MAGIC_LINK_URL: secureUrl.optional(),
  LEGACY_PROXY_MAGIC_LINK_CLIENT_ID: credential.optional(),
});

/** Reads where a magic link leads. */
export function readMagicLink(env: Environment): MagicLinkSettings | undefined {
  const names = ['LEGACY_PROXY_MAGIC_LINK_URL', 'LEGACY_PROXY_MAGIC_LINK_CLIENT_ID'] as const;
  const own = requireTogether(parseSettings(schema, env), names);
  return own && { url: own.LEGACY_PROXY_MAGIC_LINK_URL, clientId: own.LEGACY_PROXY_MAGIC_LINK_CLIENT_ID };
}
