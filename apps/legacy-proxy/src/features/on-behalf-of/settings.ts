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
  LEGACY_PROXY_MEMBERSHIPS: z.string('must be text').optional(),
});

const names = ['LEGACY_PROXY_ADMIN_CLIENT_ID', 'LEGACY_PROXY_ADMIN_CLIENT_SECRET', 'LEGACY_PROXY_MEMBERSHIPS'] as const;
const pair = /^([^=\s]{1,64})=(ProjectMembership\/[\w-]{1,64})$/;

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
  const entries = list.split(',').map((part) => pair.exec(part.trim()));
  if (entries.includes(null)) {
    const problem = 'must be pairs with commas between them, such as nurse.kim=ProjectMembership/123';
    throw new ConfigError([{ variable: 'LEGACY_PROXY_MEMBERSHIPS', problem }]);
  }
  return new Map(entries.map((entry) => [entry?.[1]?.toLowerCase() ?? '', entry?.[2] ?? '']));
}
