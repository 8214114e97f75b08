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

type Needs = Partial<Pattern> & Readonly<{ ofFeatures?: Readonly<Record<string, Partial<Pattern>>> }>;

/** By app: what its core needs, and what its features need beside that. */
const needs: Readonly<Record<string, Needs>> = {
  'spa-client': {
    people: true,
    records: true,
    features: ['graphql-introspection'],
    ofFeatures: {
      '#features/accounts': { joining: true },
      '#features/identity-provider': { joining: true },
      '#features/live-list': { features: ['websocket-subscriptions'] },
    },
  },
  'legacy-proxy': {
    records: true,
    ofFeatures: { '#features/on-behalf-of': { people: true }, '#features/token-exchange': { people: true } },
  },
  'device-agent': {
    ofFeatures: {
      '#features/webhook': { features: ['bots'] },
      '#features/agent-socket': { features: ['bots', 'websocket-subscriptions'] },
    },
  },
};

/** By app. Clients, Bots and Agents belong to the app whose name theirs begins with. */
export const patterns: Readonly<Record<string, Pattern>> = Object.fromEntries(
  Object.entries(needs).map(([app, { ofFeatures = {}, ...core }]) => [
    app,
    together([core, ...Object.values(ofFeatures)]),
  ]),
);

function together(all: readonly Partial<Pattern>[]): Pattern {
  return {
    people: all.some(({ people }) => people),
    records: all.some(({ records }) => records),
    joining: all.some(({ joining }) => joining),
    features: [...new Set(all.flatMap(({ features = [] }) => features))],
  };
}

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
