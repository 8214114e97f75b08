import { getSearchParameters } from '@medplum/core';
import type {
  CapabilityStatement,
  CapabilityStatementRest,
  CapabilityStatementRestResource,
  ResourceType,
} from '@medplum/fhirtypes';
import { profileUrl, resourceTypeNames } from '#definitions/load-definitions.ts';
import { serverVersion } from '#http/server-version.ts';
import { fhirUrl } from '#search/search-links.ts';

/** Parameters that change what a search of any type answers. */
const resultParameters: readonly (readonly [string, 'string' | 'number' | 'token'])[] = [
  ['_sort', 'string'],
  ['_total', 'string'],
  ['_count', 'number'],
  ['_summary', 'token'],
  ['_elements', 'string'],
];

/**
 * Says what this server does, in the form in which Medplum says it. Guides and profiles that Medplum keeps, and this
 * server does not, are left out.
 */
export function capabilityStatement(baseUrl: string, startedAt: Date): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    id: 'medplum-server',
    version: serverVersion,
    name: 'MedplumCapabilityStatement',
    title: 'Medplum Capability Statement',
    status: 'active',
    date: startedAt.toISOString(),
    publisher: 'Medplum',
    contact: [{ telecom: [{ system: 'url', value: 'https://www.medplum.com' }] }],
    description: 'Medplum FHIR Capability Statement, served by a test double',
    jurisdiction: [{ coding: [{ system: 'urn:iso:std:iso:3166', code: 'US', display: 'United States of America' }] }],
    kind: 'instance',
    fhirVersion: '4.0.1',
    format: ['json'],
    patchFormat: ['application/json-patch+json'],
    url: fhirUrl(baseUrl, 'metadata'),
    software: { name: 'medplum', version: serverVersion },
    implementation: { description: 'medplum', url: fhirUrl(baseUrl, '') },
    rest: [
      {
        mode: 'server',
        security: security(baseUrl),
        resource: resourceTypeNames().filter(isOfFhir).map(resourceCapability),
        interaction: [{ code: 'transaction' }, { code: 'batch' }],
        searchParam: resultParameters.map(([name, type]) => ({
          name,
          definition: `https://www.hl7.org/fhir/search.html#${name}`,
          type,
        })),
      },
    ],
  };
}

function security(baseUrl: string): NonNullable<CapabilityStatementRest['security']> {
  return {
    cors: true,
    service: ['OAuth', 'Basic', 'SMART-on-FHIR'].map((code) => ({
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code }],
    })),
    extension: [
      {
        url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris',
        extension: ['authorize', 'token', 'introspect'].map((name) => ({
          url: name,
          valueUri: `${baseUrl}oauth2/${name}`,
        })),
      },
    ],
  };
}

/** Medplum lists the types of FHIR R4, and not its own. */
function isOfFhir(type: ResourceType): boolean {
  return profileUrl(type).startsWith('http://hl7.org/fhir/StructureDefinition/') && type !== 'SubscriptionStatus';
}

function resourceCapability(type: ResourceType): CapabilityStatementRestResource {
  const parameters = Object.values(getSearchParameters(type) ?? {});
  return {
    type,
    profile: profileUrl(type),
    interaction: [
      { code: 'read' },
      { code: 'vread' },
      { code: 'update' },
      { code: 'patch' },
      { code: 'delete' },
      { code: 'history-instance' },
      { code: 'create' },
      { code: 'search-type' },
    ],
    versioning: 'versioned',
    readHistory: true,
    updateCreate: false,
    conditionalCreate: true,
    conditionalUpdate: true,
    conditionalRead: 'not-supported',
    conditionalDelete: 'single',
    referencePolicy: ['literal', 'logical', 'local'],
    ...(parameters.length > 0 && {
      searchParam: parameters.map(({ code, url, type: kind }) => ({
        name: code,
        ...(url && { definition: url }),
        type: kind,
      })),
    }),
  };
}
