import { Router } from 'express';
import { faultRule } from '#fault/fault-rule.ts';
import { readBody } from '#http/read-body.ts';
import type { TenantHost } from '#tenant-host/tenant-host.ts';

/** `/mock/faults`: the rules that make answers fail. */
export function faultRoutes(host: TenantHost): Router {
  const routes = Router();
  routes.get('/', (_request, response) => void response.json(host.faults.list()));
  routes.post('/', (request, response) => {
    response.status(201).json(host.faults.add(readBody(host.tenant, request, faultRule)));
  });
  routes.delete('/', (_request, response) => {
    host.faults.clear();
    response.status(204).end();
  });
  routes.delete('/:id', (request, response) => {
    response.status(host.faults.remove(request.params.id) ? 204 : 404).end();
  });
  return routes;
}
