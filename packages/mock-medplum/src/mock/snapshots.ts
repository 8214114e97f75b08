import { Router } from 'express';

import type { World } from '#world/world.ts';

/** `/mock/reset` and `/mock/snapshots`: back to the start, or to a moment in between. */
export function snapshotRoutes(world: World): Router {
  const routes = Router();
  routes.post('/reset', (_request, response) => {
    world.reset();
    response.status(204).end();
  });
  routes.get('/snapshots', (_request, response) => void response.json(world.snapshotNames()));
  routes.put('/snapshots/:name', (request, response) => {
    world.snapshot(request.params.name);
    response.status(204).end();
  });
  routes.post('/snapshots/:name/restore', (request, response) => {
    response.status(world.restore(request.params.name) ? 204 : 404).end();
  });
  return routes;
}
