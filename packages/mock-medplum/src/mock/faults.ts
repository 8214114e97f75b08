import { Router } from 'express';

import { faultRule } from '#fault/fault-rule.ts';
import { readBody } from '#http/read-body.ts';
import type { World } from '#world/world.ts';

/** `/mock/faults`: what is to go wrong, rule by rule. */
export function faultRoutes(world: World): Router {
  const routes = Router();
  routes.get('/', (_request, response) => void response.json(world.faults.list()));
  routes.post('/', (request, response) => {
    response.status(201).json(world.faults.add(readBody(world.tenant, request, faultRule)));
  });
  routes.delete('/', (_request, response) => {
    world.faults.clear();
    response.status(204).end();
  });
  routes.delete('/:id', (request, response) => {
    response.status(world.faults.remove(request.params.id) ? 204 : 404).end();
  });
  return routes;
}
