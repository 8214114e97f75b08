import type { WithId } from '@medplum/core';
import type { CodeSystem, ValueSetComposeInclude, ValueSetComposeIncludeFilter } from '@medplum/fhirtypes';
import { type CodeRow, type CodeTable, codeTable, levelsBelow, parentProperty } from './code-table.ts';
import { wordSimilarity } from './word-similarity.ts';

const notSelectableUri = 'http://hl7.org/fhir/concept-properties#notSelectable';
/** Shorter filters find a code and no part of a name. */
const minPartLength = 3;

/** Which codes of a CodeSystem are wanted, and in which language. */
export type CodeQuery = Readonly<{
  filter?: string | undefined;
  offset?: number | undefined;
  count?: number | undefined;
  includeDesignations?: boolean | undefined;
  excludeNotForUI?: boolean | undefined;
  displayLanguage?: string | undefined;
}>;

type Condition = (row: CodeRow) => boolean;

/** Returns the codes of a CodeSystem that a ValueSet includes and that meet a query, at most `limit`. */
export function selectCodes(
  codeSystem: WithId<CodeSystem>,
  { filter: conditions = [] }: ValueSetComposeInclude,
  query: CodeQuery,
  limit: number,
): readonly CodeRow[] {
  const table = codeTable(codeSystem);
  const meetsConditions = conditionOf(codeSystem, conditions, query);
  const rows = table.rows.filter(
    (row) =>
      (query.displayLanguage ? row.language === query.displayLanguage : query.includeDesignations || !row.language) &&
      matchesText(row, query.filter) &&
      !(query.excludeNotForUI && isNotSelectable(table, row.code)) &&
      meetsConditions(row),
  );
  const offset = query.offset ?? 0;
  const sorted = query.filter ? bestFirst(rows, query.filter) : topDown(rows, codeSystem, conditions);
  return sorted.slice(offset, offset + limit);
}

/** Returns what tells whether a code meets all conditions of a ValueSet. A condition of an unknown kind is met by none. */
export function conditionOf(
  codeSystem: WithId<CodeSystem>,
  conditions: readonly ValueSetComposeIncludeFilter[],
  query: CodeQuery = {},
): Condition {
  const table = codeTable(codeSystem);
  const all = conditions.map((condition): Condition =>
    isHierarchic(condition)
      ? belowCondition(codeSystem, condition, query)
      : (row) => hasProperty(table, condition, row),
  );
  return (row) => all.every((isMet) => isMet(row));
}

function isHierarchic({ op }: ValueSetComposeIncludeFilter): boolean {
  return op === 'is-a' || op === 'descendent-of';
}

function belowCondition(
  codeSystem: WithId<CodeSystem>,
  { op, value }: ValueSetComposeIncludeFilter,
  { filter }: CodeQuery,
): Condition {
  const levels = levelsBelow(codeTable(codeSystem), parentProperty(codeSystem), value);
  const isTooShort = filter !== undefined && filter !== '' && filter.length < minPartLength;
  return ({ code, isSynonym }) => {
    // Without a filter Medplum goes down from the code, and its further names have no place in the hierarchy.
    const hasPlace = !isSynonym || Boolean(filter) || code === value;
    return !isTooShort && hasPlace && levels.has(code) && (op === 'is-a' || code !== value);
  };
}

/** A further name of a code has no properties. */
function hasProperty(
  table: CodeTable,
  { op, property, value }: ValueSetComposeIncludeFilter,
  { code, isSynonym }: CodeRow,
): boolean {
  if (!table.findProperty(property)) {
    return false;
  }
  const own = isSynonym ? [] : table.propertiesOf(code);
  const values = own.filter((known) => known.property.code === property);
  switch (op) {
    case 'exists':
      return values.length > 0 === (value !== 'false');
    case '=':
      return values.some((known) => known.value === value);
    case 'in':
      return values.some((known) => value.split(',').includes(known.value));
    default:
      return false;
  }
}

function isNotSelectable(table: CodeTable, code: string): boolean {
  return table.propertiesOf(code).some(({ property }) => property.uri === notSelectableUri);
}

function matchesText({ code, display, isSynonym }: CodeRow, filter: string | undefined): boolean {
  if (!filter) {
    return true;
  }
  if (filter.length < minPartLength) {
    return !isSynonym && code === filter;
  }
  const words = filter.toLowerCase().split(/\s+/);
  const name = display?.toLowerCase();
  return (
    (!isSynonym && code.toLowerCase().startsWith(filter.toLowerCase())) ||
    (name !== undefined && words.every((word) => name.includes(word)))
  );
}

/** Level after level, where a ValueSet includes what is below a code. */
function topDown(
  rows: readonly CodeRow[],
  codeSystem: WithId<CodeSystem>,
  conditions: readonly ValueSetComposeIncludeFilter[],
): readonly CodeRow[] {
  const top = conditions.find(isHierarchic)?.value;
  if (top === undefined || rows.length === 0) {
    return rows;
  }
  const levels = levelsBelow(codeTable(codeSystem), parentProperty(codeSystem), top);
  return rows.toSorted((one, other) => (levels.get(one.code) ?? 0) - (levels.get(other.code) ?? 0));
}

/** The code itself, then what is most alike. */
function bestFirst(rows: readonly CodeRow[], filter: string): CodeRow[] {
  return rows
    .map((row) => ({ row, likeness: row.display === undefined ? 2 : wordSimilarity(row.display, filter) }))
    .sort(
      (one, other) =>
        Number(other.row.code === filter) - Number(one.row.code === filter) ||
        other.likeness - one.likeness ||
        (one.row.code < other.row.code ? -1 : 1),
    )
    .map(({ row }) => row);
}
