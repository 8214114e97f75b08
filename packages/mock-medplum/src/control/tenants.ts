import { badRequest, OperationOutcomeError } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import { readBody } from '#http/read-body.ts';
import { ProjectError } from '#project/project-error.ts';
import type { TenantHost } from '#tenant-host/tenant-host.ts';
import { isTenantName } from '#tenant-host/tenant-name.ts';
import type { TenantRegistry } from '#tenant-host/tenant-registry.ts';

/** A tenant, as `POST /mock/tenants` and `GET /mock/tenants` tell it. */
export type TenantReport = Readonly<{ name?: string | undefined; baseUrl: string }>;

const limit = z.int().min(0).optional();

const tenantOptions = z.strictObject({
  name: z.string().refine(isTenantName, 'A name has letters, digits and hyphens').optional(),
  project: z
    .object({
      resources: z.array(z.looseObject({ resourceType: z.string(), id: z.string() })),
      passwords: z.record(z.string(), z.string()).default({}),
    })
    .optional(),
  settings: z
    .strictObject({
      rateLimits: z.strictObject({ login: limit, auth: limit, requests: limit, fhirQuota: limit }).exactOptional(),
      registerEnabled: z.boolean().exactOptional(),
    })
    .optional(),
});

/** The tenant to make. Default: a random name, the root's project and the root's settings. */
export type TenantOptions = z.input<typeof tenantOptions>;

/** `/mock/tenants`: lists, makes and closes the tenants under `/t/:name/`. Only the root has it. */
export function tenantsRoutes(tenants: TenantRegistry): Router {
  const routes = Router();
  routes.get('/', (_request, response) => void response.json(tenants.list().map(report)));
  routes.post('/', createTenant(tenants));
  routes.delete('/:name', (request, response) => {
    response.status(tenants.close(request.params.name) ? 204 : 404).end();
  });
  return routes;
}

function createTenant(tenants: TenantRegistry): RequestHandler {
  return async (request, response) => {
    const { tenant } = tenants.root;
    const { name = `t-${tenant.random.hex(6)}`, project, settings } = readBody(tenant, request, tenantOptions);
    if (tenants.find(name)) {
      throw new OperationOutcomeError(badRequest(`The tenant ${name} is there already`));
    }
    const given = project && { ...project, resources: project.resources as unknown as Resource[] };
    const host = await tenants.open(name, { project: given, settings }).catch(refuseProject);
    response.status(201).json(report(host));
  };
}

function report({ name, baseUrl }: TenantHost): TenantReport {
  return { name, baseUrl };
}

function refuseProject(error: unknown): never {
  throw error instanceof ProjectError ? new OperationOutcomeError(badRequest(error.message)) : error;
}
