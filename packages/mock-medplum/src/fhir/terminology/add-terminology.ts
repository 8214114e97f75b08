import type { FhirRequest, FhirResponse, FhirRouter } from '@medplum/fhir-router';
import type { TenantRepository } from '#repository/tenant-repository.ts';
import { expand } from './expand.ts';
import { lookup } from './lookup.ts';
import { subsumes } from './subsumes.ts';
import { validateInCodeSystem, validateInValueSet } from './validate-code.ts';

type Operation = (request: FhirRequest, repository: TenantRepository) => Promise<FhirResponse>;

const operations: Readonly<Record<string, Operation>> = {
  'ValueSet/$expand': expand,
  'ValueSet/$validate-code': validateInValueSet,
  'ValueSet/:id/$validate-code': validateInValueSet,
  'CodeSystem/$lookup': lookup,
  'CodeSystem/:id/$lookup': lookup,
  'CodeSystem/$validate-code': validateInCodeSystem,
  'CodeSystem/:id/$validate-code': validateInCodeSystem,
  'CodeSystem/$subsumes': subsumes,
  'CodeSystem/:id/$subsumes': subsumes,
};

/** Adds the operations on ValueSets and CodeSystems, by GET and POST. */
export function addTerminology(router: FhirRouter): void {
  for (const [path, operation] of Object.entries(operations)) {
    for (const method of ['GET', 'POST'] as const) {
      router.add(method, path, async (request, repository) => operation(request, repository as TenantRepository));
    }
  }
}
