import { patterns } from './patterns.ts';
import { type ClinicResource, idsIn } from './select-resources.ts';

/**
 * Takes the entries out of policies that name a client of a pattern which is not set up: people's policy lets
 * the browser app read its own registration, and no server needs that client.
 */
export function withoutOtherClients(clinic: readonly ClinicResource[], apps: readonly string[]): ClinicResource[] {
  const others = Object.keys(patterns).filter((app) => !apps.includes(app));
  const clients = new Set(
    clinic
      .filter((one) => one.resourceType === 'ClientApplication' && others.some((app) => one.name?.startsWith(app)))
      .map(({ id }) => id),
  );
  return clinic.map((one) =>
    one.resourceType === 'AccessPolicy' && one.resource
      ? { ...one, resource: one.resource.filter(({ criteria }) => !idsIn(criteria).some((id) => clients.has(id))) }
      : one,
  );
}
