import { type Request, type RequestHandler, Router } from 'express';

import { isTenantName } from './tenant-name.ts';
import { TooManyWorldsError } from './too-many-worlds-error.ts';
import type { Worlds } from './worlds.ts';

/** Sends each request to its world: what begins with `/t/:name/` to that tenant, the rest to the root's. */
export function worldRoutes(worlds: Worlds): Router {
  const routes = Router();
  routes.use('/t/:name', toTenant(worlds));
  routes.use((request, response, next) => worlds.root.handle(request, response, next));
  return routes;
}

/** The first request that names a tenant makes it, but for a link of another site. */
function toTenant(worlds: Worlds): RequestHandler {
  return async (request, response, next) => {
    const name = String(request.params['name']);
    if (!isTenantName(name) || (isFromAnotherSite(request) && !worlds.find(name))) {
      next();
      return;
    }
    try {
      const world = await worlds.open(name);
      await world.handle(request, response, next);
    } catch (error) {
      if (!(error instanceof TooManyWorldsError)) {
        throw error;
      }
      response.status(503).type('text/plain').send(error.message);
    }
  };
}

/** A browser that says nothing of where a request comes from may have it from any page: an image is asked for so. */
function isFromAnotherSite(request: Request): boolean {
  const site = request.get('sec-fetch-site');
  const isBrowser = request.get('user-agent')?.startsWith('Mozilla/') ?? false;
  return site === 'cross-site' || (isBrowser && site === undefined && request.get('origin') === undefined);
}
