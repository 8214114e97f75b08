import { allOk, type WithId } from '@medplum/core';
import type { FhirRequest, FhirResponse } from '@medplum/fhir-router';
import type { CodeSystem } from '@medplum/fhirtypes';
import { badRequestError } from '#http/fhir-errors.ts';
import type { TenantRepository } from '#repository/tenant-repository.ts';
import { codeTable, levelsBelow, parentProperty } from './code-table.ts';
import { findTerminology } from './find-terminology.ts';
import { readOperationInput } from './operation-input.ts';

const inputTypes = { system: 'uri', version: 'string', codeA: 'code', codeB: 'code' };

type SubsumesInput = Readonly<{ system?: string; version?: string; codeA?: string; codeB?: string }>;

/**
 * `CodeSystem/$subsumes`: whether one code is a kind of another.
 *
 * @see FHIR R4 OperationDefinition/CodeSystem-subsumes
 */
export async function subsumes(request: FhirRequest, repository: TenantRepository): Promise<FhirResponse> {
  const { system, version, codeA, codeB } = readOperationInput(request, inputTypes) as SubsumesInput;
  const codeSystem = await namedCodeSystem(request, repository, system, version);
  if (!codeA || !codeB) {
    throw badRequestError('Must specify codeA and codeB parameters');
  }
  const isAbove = isKindOf(codeSystem, codeB, codeA);
  const isBelow = isKindOf(codeSystem, codeA, codeB);
  const outcome = isAbove && isBelow ? 'equivalent' : isAbove ? 'subsumes' : isBelow ? 'subsumed-by' : 'not-subsumed';
  return [allOk, { resourceType: 'Parameters', parameter: [{ name: 'outcome', valueCode: outcome }] }];
}

async function namedCodeSystem(
  { params }: FhirRequest,
  repository: TenantRepository,
  system: string | undefined,
  version: string | undefined,
): Promise<WithId<CodeSystem>> {
  if (params['id']) {
    return repository.readResource<CodeSystem>('CodeSystem', params['id']);
  }
  if (!system) {
    throw badRequestError('No code system specified');
  }
  return findTerminology<CodeSystem>(repository, 'CodeSystem', system, version);
}

function isKindOf(codeSystem: WithId<CodeSystem>, code: string, ancestor: string): boolean {
  const table = codeTable(codeSystem);
  const parent = parentProperty(codeSystem);
  const isUsed = table.findProperty(parent.code) !== undefined;
  return isUsed && levelsBelow(table, parent, ancestor).has(code);
}
