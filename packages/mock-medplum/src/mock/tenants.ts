import { badRequest, OperationOutcomeError } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import { type RequestHandler, Router } from 'express';
import { z } from 'zod';

import { readBody } from '#http/read-body.ts';
import { ProjectError } from '#project/project-error.ts';
import { isTenantName } from '#world/tenant-name.ts';
import type { World } from '#world/world.ts';
import type { Worlds } from '#world/worlds.ts';

/** A tenant, as `POST /mock/tenants` and `GET /mock/tenants` tell it. */
export type TenantReport = Readonly<{ name?: string | undefined; baseUrl: string }>;

const limit = z.int().min(0).optional();

const wish = z.strictObject({
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

/** The tenant to make: without a name it gets one, without a project or a setting the root's. */
export type TenantWish = z.input<typeof wish>;

/** `/mock/tenants`: worlds of their own under `/t/:name/`. Only the root's control plane has it. */
export function tenantsRoutes(worlds: () => Worlds): Router {
  const routes = Router();
  routes.get('/', (_request, response) => void response.json(worlds().list().map(report)));
  routes.post('/', createTenant(worlds));
  routes.delete('/:name', (request, response) => {
    response.status(worlds().close(request.params.name) ? 204 : 404).end();
  });
  return routes;
}

function createTenant(worlds: () => Worlds): RequestHandler {
  return async (request, response) => {
    const { tenant } = worlds().root;
    const { name = `t-${tenant.random.hex(6)}`, project, settings } = readBody(tenant, request, wish);
    if (worlds().find(name)) {
      throw new OperationOutcomeError(badRequest(`The tenant ${name} is there already`));
    }
    const given = project && { ...project, resources: project.resources as unknown as Resource[] };
    const world = await worlds().open(name, { project: given, settings }).catch(refuseProject);
    response.status(201).json(report(world));
  };
}

function report({ name, baseUrl }: World): TenantReport {
  return { name, baseUrl };
}

function refuseProject(error: unknown): never {
  throw error instanceof ProjectError ? new OperationOutcomeError(badRequest(error.message)) : error;
}
