import { createDemoProject } from '@auth-patterns/demo-project';
import type { Orders } from './command-line.ts';
import type { ClinicResource } from './select-resources.ts';
import { isOnThisMachine } from './server-url.ts';

/** The clinic as it should be on a server, and the password of each User by id. */
export type Clinic = Readonly<{
  resources: readonly ClinicResource[];
  passwords: Readonly<Record<string, string>>;
  /** Whether the server can reach the identity provider of the demo. */
  hasIdentityProvider: boolean;
}>;

/**
 * Reads the clinic's files. A server elsewhere cannot reach a provider on this machine, and must not be pointed at its
 * own ports: without `--idp-origin` it gets none.
 */
export function readClinic({ baseUrl, spaOrigin, idpOrigin }: Orders): Clinic {
  const { resources, passwords } = createDemoProject({ spaOrigin, idpOrigin });
  const hasIdentityProvider = idpOrigin !== undefined || isOnThisMachine(baseUrl);
  return {
    resources: (resources as ClinicResource[]).flatMap((one) => (hasIdentityProvider ? [one] : withoutProvider(one))),
    passwords,
    hasIdentityProvider,
  };
}

function withoutProvider(resource: ClinicResource): ClinicResource[] {
  if (resource.resourceType !== 'ClientApplication') {
    return resource.resourceType === 'DomainConfiguration' ? [] : [resource];
  }
  const { identityProvider: _identityProvider, ...rest } = resource;
  return [rest];
}
