import type { Resource } from '@medplum/fhirtypes';
import accessPolicies from '#data/access-policies.json' with { type: 'json' };
import clientApplications from '#data/client-applications.json' with { type: 'json' };
import devices from '#data/devices.json' with { type: 'json' };
import documentReferences from '#data/document-references.json' with { type: 'json' };
import domainConfigurations from '#data/domain-configurations.json' with { type: 'json' };
import encounters from '#data/encounters.json' with { type: 'json' };
import memberships from '#data/memberships.json' with { type: 'json' };
import observations from '#data/observations.json' with { type: 'json' };
import organizations from '#data/organizations.json' with { type: 'json' };
import passwords from '#data/passwords.json' with { type: 'json' };
import patients from '#data/patients.json' with { type: 'json' };
import practitioners from '#data/practitioners.json' with { type: 'json' };
import project from '#data/project.json' with { type: 'json' };
import users from '#data/users.json' with { type: 'json' };
import { demoIds, type DemoClientName } from './demo-ids.ts';

/** Where the files say that the browser app and the identity provider are served. */
const written = { spaOrigin: 'http://localhost:3001', idpOrigin: 'http://localhost:8104' } as const;

/** A Medplum project as data: its resources, and the password of each User by id. */
export type DemoProject = Readonly<{ resources: Resource[]; passwords: Readonly<Record<string, string>> }>;

/** What may differ from the files: where the browser app and the identity provider are, and the clients' secrets. */
export type DemoProjectOptions = Readonly<{
  /** Origin of the browser app. Default is `http://localhost:3001`. */
  spaOrigin?: string | undefined;
  /** Origin of the identity provider. Default is `http://localhost:8104`. */
  idpOrigin?: string | undefined;
  /** Secrets that replace the demo ones, by client. */
  clientSecrets?: Partial<Record<DemoClientName, string>> | undefined;
}>;

/**
 * Makes the clinic: a fresh deep copy at every call, so that no caller sees another's changes.
 *
 * @returns Resources with their ids, ready for a mock server to load or a script to provision.
 */
export function createDemoProject({ clientSecrets = {}, ...origins }: DemoProjectOptions = {}): DemoProject {
  const clients = clientApplications.map((client) => ({
    ...client,
    secret: clientSecrets[clientName(client)] ?? client.secret,
  }));
  // The files hold FHIR JSON, whose string unions TypeScript widens to `string`.
  const resources = [
    ...project,
    ...domainConfigurations,
    ...users,
    ...organizations,
    ...practitioners,
    ...patients,
    ...devices,
    ...accessPolicies,
    ...memberships,
    ...encounters,
    ...observations,
    ...documentReferences,
    ...clients,
  ] as unknown as Resource[];
  return { resources: moveOrigins(resources, origins), passwords: { ...passwords } };
}

const namesOfClients = new Map(
  (Object.entries(demoIds.clients) as [DemoClientName, string][]).map(([name, id]) => [id, name]),
);

function clientName({ id, name }: Readonly<{ id: string; name: string }>): DemoClientName {
  const found = namesOfClients.get(id);
  if (!found) {
    throw new RangeError(`demo-ids.ts does not list ClientApplication ${name}`);
  }
  return found;
}

/** Copies data, with every URL of the files below the origins at which the browser app and the identity provider are served. */
function moveOrigins<T>(data: T, origins: Pick<DemoProjectOptions, keyof typeof written>): T {
  const names = Object.keys(written) as (keyof typeof written)[];
  const moves = names.map((name) => [written[name], origins[name]] as const);
  const move = (_name: string, value: unknown): unknown => {
    const found = moves.find(([from]) => typeof value === 'string' && value.startsWith(`${from}/`));
    const [from, to] = found ?? [];
    return from && to ? `${new URL(to).origin}${String(value).slice(from.length)}` : value;
  };
  return JSON.parse(JSON.stringify(data), move) as T;
}
