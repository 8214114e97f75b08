import type { AccessPolicy, AccessPolicyResource, ResourceType } from '@medplum/fhirtypes';
import { adminTypes, serverTypes } from '#access-policy/guarded-types.ts';
import { resourceTypeNames } from '#definitions/load-definitions.ts';

/** Types that a patient of a new project can read, within the patient's compartment, in Medplum's order. */
const compartmentTypes: readonly ResourceType[] = ['AllergyIntolerance', 'Appointment', 'CarePlan', 'CareTeam'];

const laterCompartmentTypes: readonly ResourceType[] = [
  'Condition',
  'Coverage',
  'DiagnosticReport',
  'DocumentReference',
  'Encounter',
  'Goal',
  'Immunization',
  'MedicationRequest',
  'MedicationStatement',
  'Observation',
  'Procedure',
  'QuestionnaireResponse',
  'RelatedPerson',
  'ServiceRequest',
  'Task',
];

/** Knowledge, terminology and conformance: types that practitioners read but do not edit. */
const knowledgeTypes: ReadonlySet<string> = new Set([
  'ActivityDefinition',
  'CodeSystem',
  'MedicationKnowledge',
  'ObservationDefinition',
  'PlanDefinition',
  'StructureDefinition',
  'ValueSet',
]);

/** The policy of a new project for patients, and for those who act for them. */
export function patientPolicy(name: string): AccessPolicy {
  return {
    resourceType: 'AccessPolicy',
    name,
    compartment: { reference: '%patient' },
    resource: [
      { resourceType: 'Patient', criteria: 'Patient?_id=%patient.id' },
      ...compartmentTypes.map(inCompartment),
      { resourceType: 'Communication', criteria: 'Communication?sender=%patient' },
      { resourceType: 'Communication', criteria: 'Communication?recipient=%patient' },
      ...laterCompartmentTypes.map(inCompartment),
    ],
  };
}

function inCompartment(resourceType: ResourceType): AccessPolicyResource {
  return { resourceType, criteria: `${resourceType}?_compartment=%patient` };
}

/** The policy of a new project for its administrators. */
export function adminPolicy(name: string): AccessPolicy {
  return { resourceType: 'AccessPolicy', name, resource: [{ resourceType: '*' }] };
}

/**
 * The policy of a new project for practitioners: they read everything and write everything but knowledge. Entries add
 * up, so what they write has to be named type by type.
 */
export function practitionerPolicy(name: string): AccessPolicy {
  const guarded = new Set([...adminTypes, ...serverTypes]);
  const writable = resourceTypeNames()
    .filter((type) => !knowledgeTypes.has(type) && !guarded.has(type))
    .map((resourceType): AccessPolicyResource => ({ resourceType }));
  return { resourceType: 'AccessPolicy', name, resource: [{ resourceType: '*', readonly: true }, ...writable] };
}
