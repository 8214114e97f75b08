import type { ClientApplication, Resource } from '@medplum/fhirtypes';
import accessPolicies from '../data/access-policies.json' with { type: 'json' };
import clientApplications from '../data/client-applications.json' with { type: 'json' };
import devices from '../data/devices.json' with { type: 'json' };
import documentReferences from '../data/document-references.json' with { type: 'json' };
import memberships from '../data/memberships.json' with { type: 'json' };
import observations from '../data/observations.json' with { type: 'json' };
import organizations from '../data/organizations.json' with { type: 'json' };
import passwords from '../data/passwords.json' with { type: 'json' };
import patients from '../data/patients.json' with { type: 'json' };
import practitioners from '../data/practitioners.json' with { type: 'json' };
import project from '../data/project.json' with { type: 'json' };
import users from '../data/users.json' with { type: 'json' };
import { demoIds, type DemoClientName } from './demo-ids.ts';

/** A Medplum project as data: its resources, and the password of each User by id. */
export type DemoProject = Readonly<{ resources: Resource[]; passwords: Readonly<Record<string, string>> }>;

/** What may differ from the files: where the browser app is served, and the clients' secrets. */
export type DemoProjectOptions = Readonly<{
  /** Origin of spa-client. Default is `http://localhost:3001`. */
  spaOrigin?: string | undefined;
  /** Secrets that replace the demo ones, by client. */
  clientSecrets?: Partial<Record<DemoClientName, string>> | undefined;
}>;

/**
 * Makes the clinic: a fresh deep copy at every call, so that no caller sees another's changes.
 *
 * @returns Resources with their ids, ready for a mock server to load or a script to provision.
 */
export function createDemoProject(options: DemoProjectOptions = {}): DemoProject {
  const { spaOrigin = 'http://localhost:3001', clientSecrets = {} } = options;
  const clients = (structuredClone(clientApplications) as ClientApplication[]).map((client) => {
    const name = clientName(client);
    return {
      ...client,
      secret: clientSecrets[name] ?? client.secret,
      ...(name === 'spaClient' && { redirectUris: [new URL('/callback', spaOrigin).href] }),
    } as ClientApplication;
  });
  // The files hold FHIR JSON, whose string unions TypeScript widens to `string`.
  const rest = structuredClone([
    ...project,
    ...users,
    ...organizations,
    ...practitioners,
    ...patients,
    ...devices,
    ...accessPolicies,
    ...memberships,
    ...observations,
    ...documentReferences,
  ]) as unknown as Resource[];
  return { resources: [...rest, ...clients], passwords: { ...passwords } };
}

function clientName(client: ClientApplication): DemoClientName {
  const entries = Object.entries(demoIds.clients) as [DemoClientName, string][];
  const found = entries.find(([, id]) => id === client.id);
  if (!found) {
    throw new RangeError(`demo-ids.ts does not list ClientApplication ${client.name ?? client.id}`);
  }
  return found[0];
}
