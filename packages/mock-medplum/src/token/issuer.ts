import type { Request } from 'express';
import { scopedProjectId } from '#http/project-scope.ts';
import type { Tenant } from '#tenant/tenant.ts';

/**
 * Returns the issuer that a request speaks to, with a trailing slash: the tenant, or one project of it. A token of one
 * is no token of the other (RFC 8725 §3.8).
 */
export function issuerOf(tenant: Tenant, request: Request): string {
  const projectId = scopedProjectId(request);
  return projectId === undefined ? tenant.baseUrl : `${tenant.baseUrl}projects/${projectId}/`;
}
