import type { Response } from 'express';

import { createFhirContext } from '#fhir/create-fhir-context.ts';
import { loadDefinitions } from '#fhir/load-definitions.ts';
import { TenantRepository } from '#fhir/tenant-repository.ts';
import { callerOf } from '#http/caller-of.ts';
import { contextOf } from '#http/request-context.ts';
import type { Tenant } from '#tenant/tenant.ts';

/** The tenant's resources as who calls may use them, with their policy and what administrators may do besides. */
export function callerRepository(tenant: Tenant, response: Response): TenantRepository {
  loadDefinitions();
  return new TenantRepository(createFhirContext(tenant, callerOf(response), contextOf(response)));
}
