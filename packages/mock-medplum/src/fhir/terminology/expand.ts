import { allOk, badRequest, OperationOutcomeError, type WithId } from '@medplum/core';
import type { FhirRequest, FhirResponse } from '@medplum/fhir-router';
import type {
  CodeSystem,
  ValueSet,
  ValueSetComposeInclude,
  ValueSetComposeIncludeConcept,
  ValueSetExpansionContains,
} from '@medplum/fhirtypes';
import { badRequestError } from '#http/fhir-errors.ts';
import type { TenantRepository } from '#repository/tenant-repository.ts';
import { type CodeRow, codeTable } from './code-table.ts';
import { coded } from './coded.ts';
import { findTerminology } from './find-terminology.ts';
import { readOperationInput } from './operation-input.ts';
import { type CodeQuery, selectCodes } from './select-codes.ts';

const inputTypes = {
  url: 'uri',
  valueSet: 'ValueSet',
  filter: 'string',
  offset: 'integer',
  count: 'integer',
  includeDesignations: 'boolean',
  excludeNotForUI: 'boolean',
  displayLanguage: 'code',
};

const maxSize = 1000;
const maxFilterWords = 10;
/** For a field that shows what fits while a person is typing. */
const countWithFilter = 10;

type ExpandInput = CodeQuery & Readonly<{ url?: string; valueSet?: ValueSet }>;
type CodeSystems = Map<string, WithId<CodeSystem>>;

/**
 * `ValueSet/$expand`: the codes of a ValueSet, in pages and by a filter.
 *
 * @see FHIR R4 OperationDefinition/ValueSet-expand
 */
export async function expand(request: FhirRequest, repository: TenantRepository): Promise<FhirResponse> {
  const { url, valueSet: sent, ...query } = readOperationInput(request, inputTypes) as ExpandInput;
  checkFilter(query.filter);
  if (!sent && !url) {
    throw badRequestError('Missing url');
  }
  const valueSet = sent ?? (await findTerminology<ValueSet>(repository, 'ValueSet', (url ?? '').split('|')[0] ?? ''));
  const count = query.filter && !query.count ? countWithFilter : query.count;
  const codes = await codesOf(repository, valueSet, { ...query, count }, new Map());
  const isTooLarge = codes.length >= maxSize;
  const contains = codes.slice(0, isTooLarge ? maxSize : count);
  return [
    allOk,
    {
      ...valueSet,
      expansion: {
        total: isTooLarge ? maxSize + 1 : codes.length,
        timestamp: repository.now().toISOString(),
        ...(contains.length > 0 && { contains }),
      },
    },
  ];
}

function checkFilter(filter: unknown): void {
  if (filter !== undefined && typeof filter !== 'string') {
    throw badRequestError('Invalid filter');
  }
  if (filter?.includes('\0')) {
    throw badRequestError('Filter value cannot contain null bytes');
  }
  if (filter && filter.trim().split(/\s+/g).length > maxFilterWords) {
    throw badRequestError(`Filter value cannot contain more than ${maxFilterWords} tokens`);
  }
}

async function codesOf(
  repository: TenantRepository,
  { expansion, compose }: ValueSet,
  query: CodeQuery,
  known: CodeSystems,
): Promise<ValueSetExpansionContains[]> {
  const contains = expansion?.contains ?? [];
  if (contains.length > 0 && !expansion?.parameter && (expansion?.total ?? contains.length) === contains.length) {
    return listed(contains, query);
  }
  if (!compose?.include.length) {
    throw new OperationOutcomeError(badRequest('Missing ValueSet definition', 'ValueSet.compose.include'));
  }
  const limit = query.count ?? maxSize;
  const codes: ValueSetExpansionContains[] = [];
  for (const include of compose.include) {
    if (codes.length >= limit) {
      break;
    }
    for (const url of include.valueSet ?? []) {
      const nested = await findTerminology<ValueSet>(repository, 'ValueSet', url);
      codes.push(...(await codesOf(repository, nested, { ...query, count: limit - codes.length }, known)));
    }
    if (!include.valueSet) {
      addIncluded(codes, include, await systemOf(repository, include, known), query);
    }
  }
  return codes;
}

async function systemOf(
  repository: TenantRepository,
  { system }: ValueSetComposeInclude,
  known: CodeSystems,
): Promise<WithId<CodeSystem>> {
  if (!system) {
    throw new OperationOutcomeError(
      badRequest('Missing system URL for ValueSet include', 'ValueSet.compose.include.system'),
    );
  }
  const codeSystem = known.get(system) ?? (await findTerminology<CodeSystem>(repository, 'CodeSystem', system));
  known.set(system, codeSystem);
  repository.spend(codeTable(codeSystem).rows.length / 10);
  return codeSystem;
}

function addIncluded(
  codes: ValueSetExpansionContains[],
  include: ValueSetComposeInclude,
  codeSystem: WithId<CodeSystem>,
  query: CodeQuery,
): void {
  if (include.concept) {
    codes.push(...inSystem(listed(include.concept, query, include.system), codeSystem, query));
  } else {
    const rows = selectCodes(codeSystem, include, query, (query.count ?? maxSize) + 1);
    rows.forEach((row) => addRow(codes, row, codeSystem));
  }
}

/** A further name of a code that is there already becomes a designation. */
function addRow(codes: ValueSetExpansionContains[], row: CodeRow, { url, language }: CodeSystem): void {
  const at = codes.findIndex(({ code }) => code === row.code);
  const there = codes[at];
  if (!there) {
    codes.push(coded({ system: url, code: row.code, display: row.display }));
    return;
  }
  const name = row.isSynonym ? row.display : there.display;
  const designation = name
    ? [...(there.designation ?? []), { ...inLanguage(row.isSynonym ? row.language : language), value: name }]
    : there.designation;
  const display = row.isSynonym ? there.display : row.display;
  codes[at] = { ...coded({ ...there, display }), ...(designation && { designation }) };
}

function inLanguage(language: string | undefined): Readonly<{ language?: string }> {
  return language === undefined ? {} : { language };
}

/** Codes that are written down in the ValueSet, without levels. */
function listed(
  concepts: readonly (ValueSetComposeIncludeConcept | ValueSetExpansionContains)[],
  query: CodeQuery,
  defaultSystem?: string,
): ValueSetExpansionContains[] {
  const filter = query.filter?.trim().toLowerCase();
  return concepts.flatMap((concept) => {
    const { contains = [], system = defaultSystem }: ValueSetExpansionContains = concept;
    if (!system) {
      throw badRequestError('Missing system for Coding');
    }
    const display = nameIn(concept, query.displayLanguage);
    const isWanted = !filter || display?.toLowerCase().includes(filter);
    return [
      ...listed(contains, query, defaultSystem),
      ...(isWanted ? [coded({ system, code: concept.code, display })] : []),
    ];
  });
}

function nameIn(
  { display, designation }: ValueSetComposeIncludeConcept | ValueSetExpansionContains,
  language: string | undefined,
): string | undefined {
  return (language && designation?.find((name) => name.language === language)?.value) || display;
}

/** Leaves out codes that the CodeSystem does not have, in the language when one is wanted. */
function inSystem(
  codes: readonly ValueSetExpansionContains[],
  codeSystem: WithId<CodeSystem>,
  { displayLanguage }: CodeQuery,
): ValueSetExpansionContains[] {
  const { rows, byCode } = codeTable(codeSystem);
  const translated = displayLanguage ? rows.filter(({ language }) => language === displayLanguage) : [];
  const names = displayLanguage ? new Map(translated.map((row) => [row.code, row])) : byCode;
  return codes.flatMap(({ code, display }) => {
    const row = names.get(code ?? '');
    return row ? [coded({ system: codeSystem.url, code, display: display ?? row.display })] : [];
  });
}
