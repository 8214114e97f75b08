import { allOk, capitalize, type WithId } from '@medplum/core';
import type { FhirRequest, FhirResponse } from '@medplum/fhir-router';
import type { CodeSystem, Coding, ParametersParameter } from '@medplum/fhirtypes';
import { badRequestError, notFoundError } from '#http/fhir-errors.ts';
import type { TenantRepository } from '#repository/tenant-repository.ts';
import { type CodeTable, codeTable, type PropertyValue } from './code-table.ts';
import { coded } from './coded.ts';
import { findTerminology } from './find-terminology.ts';
import { readOperationInput } from './operation-input.ts';

const inputTypes = { code: 'code', system: 'uri', version: 'string', coding: 'Coding' };

type LookupInput = Readonly<{ code?: string; system?: string; version?: string; coding?: Coding }>;

/**
 * `CodeSystem/$lookup`: what a CodeSystem says of a code.
 *
 * @see FHIR R4 OperationDefinition/CodeSystem-lookup
 */
export async function lookup(request: FhirRequest, repository: TenantRepository): Promise<FhirResponse> {
  const input = readOperationInput(request, inputTypes) as LookupInput;
  const codeSystem = await namedCodeSystem(request, repository, input);
  const coding = codingOf(input, codeSystem);
  const table = codeTable(codeSystem);
  const row = coding.system && coding.system !== codeSystem.url ? undefined : table.byCode.get(coding.code ?? '');
  if (!row) {
    throw notFoundError();
  }
  const { title, name, url } = codeSystem;
  const synonyms = table.rows.filter(({ code, isSynonym }) => isSynonym && code === row.code);
  const properties = table.propertiesOf(row.code).filter(({ value }) => value);
  return [
    allOk,
    {
      resourceType: 'Parameters',
      parameter: [
        { name: 'name', valueString: title ?? name ?? url ?? '' },
        ...(row.display ? [{ name: 'display', valueString: row.display }] : []),
        ...synonyms.map(({ language, display }) => ({
          name: 'designation',
          part: [
            ...(language ? [{ name: 'language', valueCode: language }] : []),
            ...(display ? [{ name: 'value', valueString: display }] : []),
          ],
        })),
        ...properties.map((property) => describeProperty(table, property)),
      ],
    },
  ];
}

async function namedCodeSystem(
  { params }: FhirRequest,
  repository: TenantRepository,
  { system, version, coding }: LookupInput,
): Promise<WithId<CodeSystem>> {
  if (params['id']) {
    return repository.readResource<CodeSystem>('CodeSystem', params['id']);
  }
  const url = system ?? coding?.system;
  if (!url) {
    throw badRequestError('No code system specified');
  }
  return findTerminology<CodeSystem>(repository, 'CodeSystem', url, version);
}

function codingOf({ coding, code, system }: LookupInput, codeSystem: CodeSystem): Coding {
  if (coding) {
    if (!coding.code) {
      throw badRequestError('No code specified');
    }
    return coding;
  }
  if (!code) {
    throw badRequestError('No coding specified');
  }
  return coded({ system: system ?? codeSystem.url, code });
}

function describeProperty(table: CodeTable, { property, value }: PropertyValue): ParametersParameter {
  const target = property.type === 'code' ? table.byCode.get(value)?.display : undefined;
  const description = target ?? property.description;
  return {
    name: 'property',
    part: [
      { name: 'code', valueCode: property.code },
      { name: 'value', [`value${capitalize(property.type)}`]: typed(value, property.type) },
      ...(description ? [{ name: 'description', valueString: description }] : []),
    ],
  };
}

function typed(value: string, type: PropertyValue['property']['type']): unknown {
  if (type === 'boolean') {
    return ['true', 't', '1'].includes(value.toLowerCase());
  }
  return type === 'integer' || type === 'decimal' ? Number(value) : value;
}
