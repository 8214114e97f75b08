import { ConfigError, credential, parseSettings, requireTogether, type Environment } from '@auth-patterns/auth-config';
import { z } from 'zod';

export type OnBehalfOfSettings = Readonly<{
  adminClientId: string;
  adminClientSecret: string;
  /** References of ProjectMemberships by the user name here. */
  memberships: ReadonlyMap<string, string>;
}>;

const schema = z.object({
  LEGACY_PROXY_ADMIN_CLIENT_ID: credential.optional(),
  LEGACY_PROXY_ADMIN_CLIENT_SECRET: credential.optional(),
  LEGACY_PROXY_MEMBERSHIPS: credential.optional(),
});

const names = ['LEGACY_PROXY_ADMIN_CLIENT_ID', 'LEGACY_PROXY_ADMIN_CLIENT_SECRET', 'LEGACY_PROXY_MEMBERSHIPS'] as const;
const pair = /^[^=\s]{1,64}=ProjectMembership\/[\w-]{1,64}$/;

/** Reads the client of an administrator, and which user here is which member there. */
export function readOnBehalfOf(env: Environment): OnBehalfOfSettings | undefined {
  const own = requireTogether(parseSettings(schema, env), names);
  return (
    own && {
      adminClientId: own.LEGACY_PROXY_ADMIN_CLIENT_ID,
      adminClientSecret: own.LEGACY_PROXY_ADMIN_CLIENT_SECRET,
      memberships: readMemberships(own.LEGACY_PROXY_MEMBERSHIPS),
    }
  );
}

function readMemberships(list: string): ReadonlyMap<string, string> {
  const pairs = list.split(',').map((part) => part.trim());
  if (!pairs.every((one) => pair.test(one))) {
    const problem = 'must be pairs with commas between them, such as nurse.kim=ProjectMembership/123';
    throw new ConfigError([{ variable: 'LEGACY_PROXY_MEMBERSHIPS', problem }]);
  }
  return new Map(
    pairs.map((one) => {
      const at = one.indexOf('=');
      return [one.slice(0, at).toLowerCase(), one.slice(at + 1)];
    }),
  );
}
