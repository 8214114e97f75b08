import { Router } from 'express';
import type { TenantHost } from '#tenant-host/tenant-host.ts';

/** `/mock/reset` and `/mock/snapshots`: back to the start, or to a moment in between. */
export function snapshotRoutes(host: TenantHost): Router {
  const routes = Router();
  routes.post('/reset', (_request, response) => {
    host.reset();
    response.status(204).end();
  });
  routes.get('/snapshots', (_request, response) => void response.json(host.snapshotNames()));
  routes.put('/snapshots/:name', (request, response) => {
    host.snapshot(request.params.name);
    response.status(204).end();
  });
  routes.post('/snapshots/:name/restore', (request, response) => {
    response.status(host.restore(request.params.name) ? 204 : 404).end();
  });
  return routes;
}
