import { getAllDataTypes } from '@medplum/core';
import type { FhirRouteHandler, FhirRouter } from '@medplum/fhir-router';
import type { ResourceType } from '@medplum/fhirtypes';
import {
  isResourceTypeName,
  loadDataTypes,
  loadedTypeNames,
  loadResourceType,
  resourceTypeNames,
} from '#definitions/load-definitions.ts';

/** What GraphQL adds to the name of a type: `PatientList`, `PatientConnection`, `PatientCreate` … */
const suffix = /(?:List|Connection|Create|Update|Patch|Delete)$/;
const introspection = /__schema|__type\b/;

/** A schema is never freed. After this many the next one has all types, and is the last. */
const maxPartialSchemas = 6;

let schemas = 0;
let current: Readonly<{ types: ReadonlySet<string>; handler: Promise<FhirRouteHandler> }> | undefined;

type GraphqlSource = Readonly<{
  query: string;
  /** The types of what is stored: a reference may lead to any of them. */
  stored: Iterable<string>;
  introspectionEnabled: boolean;
}>;

/**
 * Returns what answers GraphQL over a schema of the types that a query names, that are stored and that were used before.
 *
 * The schema of all 146 types takes five seconds of CPU, in which nobody else is answered, and 500 MB; that of twenty takes
 * a tenth of a second. @medplum/fhir-router makes its schema once, of the types known at its first query, so it is loaded anew
 * when a query needs more. Types that only other requests used do not count.
 */
export async function graphqlHandler(source: GraphqlSource): Promise<FhirRouteHandler> {
  const needed = neededTypes(source);
  if (!current || needed.some((name) => !current?.types.has(name))) {
    loadDataTypes();
    (schemas < maxPartialSchemas ? needed : resourceTypeNames()).forEach(loadResourceType);
    typesOfElements().forEach(loadResourceType);
    schemas += 1;
    current = { types: loadedTypeNames(), handler: freshHandler(schemas) };
  }
  return current.handler;
}

function neededTypes({ query, stored, introspectionEnabled }: GraphqlSource): readonly ResourceType[] {
  if (introspectionEnabled && introspection.test(query)) {
    return resourceTypeNames();
  }
  const named = query.match(/[A-Za-z]+/g) ?? [];
  const names = new Set([...named, ...named.map((name) => name.replace(suffix, '')), ...stored]);
  return [...names].filter(isResourceTypeName);
}

/** Resource types that stand inside of others, as Parameters do in AsyncJob: without them there is no schema at all. */
function typesOfElements(): readonly ResourceType[] {
  const elements = Object.values(getAllDataTypes()).flatMap((type) => Object.values(type.elements));
  return elements.flatMap(({ type }) => type.map(({ code }) => code)).filter(isResourceTypeName);
}

/** Node loads a module once for each URL, and a query makes it another URL. */
async function freshHandler(count: number): Promise<FhirRouteHandler> {
  const url = `${import.meta.resolve('@medplum/fhir-router')}?schema=${count}`;
  const fresh = (await import(url)) as Readonly<{ FhirRouter: typeof FhirRouter }>;
  const route = new fresh.FhirRouter().router.routes.find(({ path }) => path[0]?.value === '$graphql');
  if (!route) {
    throw new Error('@medplum/fhir-router has no route $graphql');
  }
  return route.handler;
}
