import type { Response } from 'express';
import { loadDefinitions } from '#definitions/load-definitions.ts';
import { openContext } from '#fhir/exchange/open-context.ts';
import { TenantRepository } from '#repository/tenant-repository.ts';
import type { Tenant } from '#tenant/tenant.ts';

/** The tenant's resources under the caller's policy and administrator rights. */
export function callerRepository(tenant: Tenant, response: Response): TenantRepository {
  loadDefinitions();
  return new TenantRepository(openContext(tenant, response));
}
