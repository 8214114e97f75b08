import { getSearchParameters } from '@medplum/core';
import type {
  CapabilityStatement,
  CapabilityStatementRest,
  CapabilityStatementRestResource,
  ResourceType,
} from '@medplum/fhirtypes';
import { profileUrl, resourceTypeNames } from '#definitions/load-definitions.ts';
import { fhirUrl } from '#search/search-links.ts';

/** The release of Medplum whose answers this server gives. */
const version = '5.1.29';

/** Says what this server does, in the form in which Medplum says it. */
export function capabilityStatement(baseUrl: string, startedAt: Date): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    id: 'medplum-server',
    version: version,
    name: 'MedplumCapabilityStatement',
    title: 'Medplum Capability Statement',
    status: 'active',
    date: startedAt.toISOString(),
    publisher: 'Medplum',
    description: 'Medplum FHIR Capability Statement, served by a test double',
    kind: 'instance',
    fhirVersion: '4.0.1',
    format: ['json'],
    patchFormat: ['application/json-patch+json'],
    url: fhirUrl(baseUrl, 'metadata'),
    software: { name: 'medplum', version: version },
    implementation: { description: 'medplum', url: fhirUrl(baseUrl, '') },
    rest: [
      {
        mode: 'server',
        security: security(baseUrl),
        resource: resourceTypeNames().map(resourceCapability),
        interaction: [{ code: 'transaction' }, { code: 'batch' }],
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
    searchParam: parameters
      .filter((parameter) => parameter.type !== 'composite' && parameter.type !== 'special')
      .map((parameter) => ({
        name: parameter.code,
        ...(parameter.url && { definition: parameter.url }),
        type: parameter.type,
      })),
  };
}
