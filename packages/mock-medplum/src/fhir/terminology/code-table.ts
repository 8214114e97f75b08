import { badRequest, LRUCache, OperationOutcomeError, type WithId } from '@medplum/core';
import type { CodeSystem, CodeSystemConcept, CodeSystemConceptProperty, CodeSystemProperty } from '@medplum/fhirtypes';

const parentUri = 'http://hl7.org/fhir/concept-properties#parent';
const synonymUri = 'http://hl7.org/fhir/concept-properties#synonym';

/** A code with one of its names. */
export type CodeRow = Readonly<{
  code: string;
  display?: string | undefined;
  language?: string | undefined;
  /** True for a further name of a code. */
  isSynonym: boolean;
}>;

/** What a CodeSystem says of a code. */
export type PropertyValue = Readonly<{ property: CodeSystemProperty; value: string }>;

/** The codes of a CodeSystem, level after level in one list, as Medplum keeps them in its tables. */
export type CodeTable = Readonly<{
  rows: readonly CodeRow[];
  /** The first name of each code. */
  byCode: ReadonlyMap<string, CodeRow>;
  propertiesOf: (code: string) => readonly PropertyValue[];
  /** A property that some code has. */
  findProperty: (code: string) => CodeSystemProperty | undefined;
}>;

/** The tables of the CodeSystems that were used last. */
const tables = new LRUCache<CodeTable>(30);

/** Makes the table of a CodeSystem, or returns it when it was made before. */
export function codeTable(codeSystem: WithId<CodeSystem>): CodeTable {
  const key = `${codeSystem.id} ${codeSystem.meta?.versionId}`;
  const table = tables.get(key) ?? createCodeTable(codeSystem);
  tables.set(key, table);
  return table;
}

/**
 * Returns the property by which a CodeSystem's codes name their parents.
 *
 * @throws OperationOutcomeError 400 when its hierarchy does not say which code is a kind of which.
 */
export function parentProperty({ url, property = [], hierarchyMeaning }: CodeSystem): CodeSystemProperty {
  if (hierarchyMeaning !== 'is-a') {
    throw new OperationOutcomeError(badRequest(`Invalid filter: CodeSystem ${url} does not have an is-a hierarchy`));
  }
  return property.find(({ uri }) => uri === parentUri) ?? implicitParent(hierarchyMeaning);
}

/** Returns a code and all codes below it, with the number of levels between. It is empty when there is no such code. */
export function levelsBelow(table: CodeTable, parent: CodeSystemProperty, top: string): ReadonlyMap<string, number> {
  const children = new Map<string, string[]>();
  for (const code of table.byCode.keys()) {
    for (const { property, value } of table.propertiesOf(code)) {
      if (property.code === parent.code) {
        const known = children.get(value) ?? [];
        known.push(code);
        children.set(value, known);
      }
    }
  }
  const levels = new Map<string, number>();
  let level = table.byCode.has(top) ? [top] : [];
  for (let depth = 0; level.length > 0; depth += 1) {
    level.forEach((code) => levels.set(code, depth));
    level = [...new Set(level.flatMap((code) => children.get(code) ?? []))].filter((code) => !levels.has(code));
  }
  return levels;
}

function createCodeTable(codeSystem: CodeSystem): CodeTable {
  const { property = [], hierarchyMeaning } = codeSystem;
  const firstNames: Record<string, CodeRow> = {};
  const synonyms: CodeRow[] = [];
  const designations: CodeRow[] = [];
  const properties = new Map<string, PropertyValue[]>();
  const used = new Map<string, CodeSystemProperty>();
  const parentCode = property.find(({ uri }) => uri === parentUri)?.code ?? hierarchyMeaning ?? 'parent';

  function addProperty(code: string, name: string, value: string): void {
    const declared = property.find((known) => known.code === name) ?? implicitParent(name);
    used.set(name, declared);
    const own = properties.get(code) ?? [];
    own.push({ property: declared, value });
    properties.set(code, own);
    if (declared.uri === synonymUri) {
      synonyms.push({ code, display: value, isSynonym: true });
    }
  }

  function addConcept({ code, display, ...concept }: CodeSystemConcept): void {
    firstNames[code] = { code, display, isSynonym: false };
    concept.property?.forEach((value) => addProperty(code, value.code, textOf(value)));
    for (const child of concept.concept ?? []) {
      addConcept(child);
      addProperty(child.code, parentCode, code);
    }
    concept.designation?.forEach(({ value, language }) =>
      designations.push({ code, display: value, language, isSynonym: true }),
    );
  }

  codeSystem.concept?.forEach(addConcept);
  const named = Object.values(firstNames);
  return {
    rows: [...named, ...synonyms, ...designations],
    byCode: new Map(named.map((row) => [row.code, row])),
    propertiesOf: (code) => properties.get(code) ?? [],
    findProperty: (code) => used.get(code),
  };
}

function implicitParent(code: string): CodeSystemProperty {
  return { code, uri: parentUri, type: 'code' };
}

/** Medplum keeps these types and forgets the values of others. */
function textOf({ valueBoolean, valueCode, valueString }: CodeSystemConceptProperty): string {
  return valueBoolean === undefined ? (valueCode ?? valueString ?? '') : String(valueBoolean);
}
