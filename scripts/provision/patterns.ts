import type { Resource } from '@medplum/fhirtypes';

/** What a pattern needs of the clinic, beside its own clients and whatever those refer to. */
export type Pattern = Readonly<{
  /** Whether people sign in, or are acted for. */
  people: boolean;
  /** Whether it shows charts. */
  records: boolean;
  /** Whether people may join by themselves, and what then decides: default policies, domains of email addresses. */
  joining: boolean;
  /** Features of the Project that it uses. */
  features: readonly string[];
}>;

/** By app. Clients, Bots and Agents belong to the app whose name theirs begins with. */
export const patterns: Readonly<Record<string, Pattern>> = {
  'spa-client': {
    people: true,
    records: true,
    joining: true,
    features: ['websocket-subscriptions', 'graphql-introspection'],
  },
  'legacy-proxy': { people: true, records: true, joining: false, features: [] },
  'device-agent': {
    people: false,
    records: false,
    joining: false,
    features: ['bots', 'cron', 'websocket-subscriptions'],
  },
};

const recordTypes = new Set([
  'Organization',
  'Practitioner',
  'Patient',
  'Encounter',
  'Observation',
  'DocumentReference',
]);

/** Tells whether an app needs a resource of its own accord, and not because another one refers to it. */
export function isRootOf(app: string, resource: Resource): boolean {
  const pattern = patterns[app];
  switch (resource.resourceType) {
    case 'ProjectMembership':
      return pattern?.people === true && resource.user?.reference?.startsWith('User/') === true;
    case 'ClientApplication':
    case 'Bot':
    case 'Agent':
      return resource.name?.startsWith(app) === true;
    default:
      return pattern?.records === true && recordTypes.has(resource.resourceType);
  }
}
