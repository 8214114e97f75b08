import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import { readBody } from '#http/read-body.ts';
import type { TenantHost } from '#tenant-host/tenant-host.ts';

const rotation = z.strictObject({ dropOld: z.boolean().default(false) });

/** `POST /mock/keys/rotate`: a new key signs; with `dropOld` what the earlier ones signed is refused at once. */
export function keyRoutes(host: TenantHost): Router {
  const routes = Router();
  routes.post('/rotate', rotate(host));
  return routes;
}

function rotate(host: TenantHost): RequestHandler {
  return async (request, response) => {
    await host.rotateKeys(readBody(host.tenant, request, rotation).dropOld);
    response.json({ kids: host.keys.jwks.keys.map(({ kid }) => kid) });
  };
}
