import { allOk, badRequest, OperationOutcomeError, type WithId } from '@medplum/core';
import type { FhirRepository, FhirRequest, FhirResponse } from '@medplum/fhir-router';
import type {
  CodeableConcept,
  CodeSystem,
  Coding,
  Parameters,
  ValueSet,
  ValueSetComposeInclude,
} from '@medplum/fhirtypes';
import { badRequestError } from '#http/fhir-errors.ts';
import type { TenantRepository } from '#repository/tenant-repository.ts';
import { codeTable } from './code-table.ts';
import { coded } from './coded.ts';
import { findTerminology } from './find-terminology.ts';
import { readOperationInput } from './operation-input.ts';
import { conditionOf } from './select-codes.ts';

const valueSetInput = {
  url: 'uri',
  code: 'code',
  system: 'uri',
  display: 'string',
  coding: 'Coding',
  codeableConcept: 'CodeableConcept',
};
const codeSystemInput = { url: 'uri', code: 'code', version: 'string', coding: 'Coding' };

type ValueSetInput = Readonly<{
  url?: string;
  code?: string;
  system?: string;
  display?: string;
  coding?: Coding;
  codeableConcept?: CodeableConcept;
}>;
type CodeSystemInput = Readonly<{ url?: string; code?: string; version?: string; coding?: Coding }>;

/**
 * `ValueSet/$validate-code`: whether a ValueSet has a code, or one of several.
 *
 * @see FHIR R4 OperationDefinition/ValueSet-validate-code
 */
export async function validateInValueSet(request: FhirRequest, repository: TenantRepository): Promise<FhirResponse> {
  const input = readOperationInput(request, valueSetInput) as ValueSetInput;
  const valueSet = await namedValueSet(request, repository, input);
  const found = await findInValueSet(repository, valueSet, codingsOf(input));
  const isFound = found !== undefined && (!input.display || found.display === input.display);
  return [allOk, result(isFound, found?.display)];
}

/**
 * `CodeSystem/$validate-code`: whether a CodeSystem has a code. Of one that is not here, every code is taken.
 *
 * @see FHIR R4 OperationDefinition/CodeSystem-validate-code
 */
export async function validateInCodeSystem(request: FhirRequest, repository: TenantRepository): Promise<FhirResponse> {
  const { url: sentUrl, code, version, coding } = readOperationInput(request, codeSystemInput) as CodeSystemInput;
  const url = sentUrl ?? coding?.system;
  const codeSystem = await namedCodeSystem(request, repository, { url, version });
  const system = codeSystem ?? url;
  if (!system) {
    throw badRequestError('No code system specified');
  }
  if (!coding && !code) {
    throw badRequestError('No coding specified');
  }
  const found = inSystem(system, coding ?? coded({ system: url ?? codeSystem?.url, code }));
  return [allOk, result(found !== undefined, found?.display)];
}

async function namedValueSet(
  { params }: FhirRequest,
  repository: TenantRepository,
  { url }: ValueSetInput,
): Promise<ValueSet> {
  if (params['id']) {
    return repository.readResource<ValueSet>('ValueSet', params['id']);
  }
  if (!url) {
    throw badRequestError('No ValueSet specified');
  }
  return findTerminology<ValueSet>(repository, 'ValueSet', url);
}

async function namedCodeSystem(
  { params }: FhirRequest,
  repository: TenantRepository,
  { url, version }: Readonly<{ url: string | undefined; version: string | undefined }>,
): Promise<WithId<CodeSystem> | undefined> {
  if (params['id']) {
    return repository.readResource<CodeSystem>('CodeSystem', params['id']);
  }
  return url ? findTerminology<CodeSystem>(repository, 'CodeSystem', url, version).catch(() => undefined) : undefined;
}

function codingsOf({ code, system, display, coding, codeableConcept }: ValueSetInput): readonly Coding[] {
  if (system && code) {
    return [coded({ system, code, display })];
  }
  const codings = coding ? [coding] : codeableConcept?.coding;
  if (!codings) {
    throw badRequestError('No coding specified');
  }
  return codings;
}

/** Finds the first of several codings that a ValueSet has. */
export async function findInValueSet(
  repository: FhirRepository,
  { expansion, compose }: ValueSet,
  codings: readonly Coding[],
): Promise<Coding | undefined> {
  const found =
    expansion && !expansion.parameter
      ? expansion.contains?.find((one) => codings.some((it) => it.system === one.system && it.code === one.code))
      : await findIncluded(repository, compose?.include ?? [], codings);
  const system = found?.system ?? compose?.include[0]?.system;
  if (!found || !system) {
    return undefined;
  }
  const codeSystem = await findTerminology<CodeSystem>(repository, 'CodeSystem', system).catch(() => undefined);
  return inSystem(codeSystem && codeSystem.content !== 'example' ? codeSystem : system, found);
}

async function findIncluded(
  repository: FhirRepository,
  includes: readonly ValueSetComposeInclude[],
  codings: readonly Coding[],
): Promise<Coding | undefined> {
  for (const include of includes) {
    const { system } = include;
    if (!system) {
      throw new OperationOutcomeError(
        badRequest('Missing system URL for ValueSet include', 'ValueSet.compose.include.system'),
      );
    }
    const candidates = codings.filter((one) => one.code && (!one.system || one.system === system));
    const isIncluded = await chooser(repository, include, candidates.length > 0);
    const found = candidates.find((one) => isIncluded(one.code ?? ''));
    if (found) {
      return { ...found, system };
    }
  }
  return undefined;
}

/** Returns what tells whether an include has a code. Its CodeSystem is looked up when it matters. */
async function chooser(
  repository: FhirRepository,
  { system = '', concept, filter }: ValueSetComposeInclude,
  isNeeded: boolean,
): Promise<(code: string) => boolean> {
  if (concept) {
    return (code) => concept.some((one) => one.code === code);
  }
  if (!filter || !isNeeded) {
    return () => true;
  }
  const codeSystem = await findTerminology<CodeSystem>(repository, 'CodeSystem', system);
  const isMet = conditionOf(codeSystem, filter);
  return (code) => {
    const row = codeTable(codeSystem).byCode.get(code);
    return row !== undefined && isMet(row);
  };
}

/** Of a CodeSystem that is not here, only its URL can be compared. */
function inSystem(system: WithId<CodeSystem> | string, coding: Coding): Coding | undefined {
  if (typeof system === 'string') {
    return coding.system === system ? coding : undefined;
  }
  const row =
    coding.system && coding.system !== system.url ? undefined : codeTable(system).byCode.get(coding.code ?? '');
  return row && coded({ system: system.url, code: row.code, display: coding.display ?? row.display });
}

function result(isFound: boolean, display: string | undefined): Parameters {
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'result', valueBoolean: isFound },
      ...(display ? [{ name: 'display', valueString: display }] : []),
    ],
  };
}
