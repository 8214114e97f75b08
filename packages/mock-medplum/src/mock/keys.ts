import { type RequestHandler, Router } from 'express';
import { z } from 'zod';

import { readBody } from '#http/read-body.ts';
import type { World } from '#world/world.ts';

const rotation = z.strictObject({ dropOld: z.boolean().default(false) });

/** `POST /mock/keys/rotate`: a new key signs; with `dropOld` what the earlier ones signed is refused at once. */
export function keyRoutes(world: World): Router {
  const routes = Router();
  routes.post('/rotate', rotate(world));
  return routes;
}

function rotate(world: World): RequestHandler {
  return async (request, response) => {
    await world.rotateKeys(readBody(world.tenant, request, rotation).dropOld);
    response.json({ kids: world.keys.jwks.keys.map(({ kid }) => kid) });
  };
}
