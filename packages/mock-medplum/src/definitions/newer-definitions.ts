import type { ElementDefinition, Resource, StructureDefinition } from '@medplum/fhirtypes';

// The definitions of the SDK are newer than Medplum 5.1.29, which refuses what it does not know.

const medplum = 'https://medplum.com/fhir';

const newerUrls: ReadonlySet<string> = new Set([
  ...['Cron', 'Enterprise'].map((name) => `${medplum}/StructureDefinition/${name}`),
  ...['enterprise-status', 'enterprise-project-code'].flatMap((name) => [
    `${medplum}/CodeSystem/${name}`,
    `${medplum}/ValueSet/${name}`,
  ]),
  ...[
    'ClientApplication-identity-provider-issuer',
    'CoverageEligibilityRequest-coverage',
    'Cron-identifier',
    'Cron-on-behalf-of',
    'Cron-target',
    'Enterprise-code',
    'Enterprise-identifier',
    'Enterprise-name',
    'Enterprise-organization',
    'Enterprise-project',
    'Enterprise-project-code',
    'Enterprise-status',
    'Login-project',
    'PractitionerRole-davinci-pdex-network',
  ].map((name) => `${medplum}/SearchParameter/${name}`),
]);

const newerElements: ReadonlySet<string> = new Set([
  'Bot.rawBody',
  'IdentityProvider.audience',
  'IdentityProvider.issuer',
  'IdentityProvider.jwksUrl',
  'Login.basedOn',
  'Login.previousRefreshSecret',
  'Login.refreshSecretRotatedAt',
  'Project.active',
  'UserSecurityRequest.expiresAt',
]);

/** Elements that became optional. */
const requiredElements: ReadonlySet<string> = new Set(
  ['authorizeUrl', 'tokenUrl', 'userInfoUrl', 'clientId', 'clientSecret'].map((name) => `IdentityProvider.${name}`),
);

const newerConcepts: ReadonlySet<string> = new Set([
  `${medplum}/CodeSystem/resource-types Cron`,
  `${medplum}/CodeSystem/resource-types Enterprise`,
  `${medplum}/CodeSystem/project-feature archive`,
  `${medplum}/CodeSystem/project-feature billing`,
]);

/** Tells whether Medplum 5.1.29 has no definition of this URL. */
export function isNewerDefinition(url: string): boolean {
  return newerUrls.has(url);
}

/** Returns a definition as Medplum 5.1.29 has it. */
export function asReleased<T extends Resource>(definition: T): T {
  if (definition.resourceType === 'StructureDefinition' && definition.snapshot) {
    return { ...definition, snapshot: { element: elementsOf(definition) } };
  }
  if (definition.resourceType === 'CodeSystem' && definition.concept && definition.url?.startsWith(medplum)) {
    const concept = definition.concept.filter(({ code }) => !newerConcepts.has(`${definition.url} ${code}`));
    return { ...definition, concept };
  }
  return definition;
}

function elementsOf({ snapshot }: StructureDefinition): ElementDefinition[] {
  return (snapshot?.element ?? [])
    .filter(({ id }) => !newerElements.has(id ?? ''))
    .map((element) => (requiredElements.has(element.id ?? '') ? required(element) : element));
}

function required(element: ElementDefinition): ElementDefinition {
  return { ...element, min: 1, ...(element.base && { base: { ...element.base, min: 1 } }) };
}
