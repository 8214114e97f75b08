import express, { Router } from 'express';

import { limitDepth } from '#http/limit-depth.ts';
import { renderError } from '#http/render-error.ts';
import type { World } from '#world/world.ts';
import type { Worlds } from '#world/worlds.ts';

import { clockRoutes } from './clock.ts';
import { faultRoutes } from './faults.ts';
import { guardControl } from './guard-control.ts';
import { keyRoutes } from './keys.ts';
import { logRoutes } from './log.ts';
import { loginRoutes } from './logins.ts';
import { mailRoutes } from './mail.ts';
import { snapshotRoutes } from './snapshots.ts';
import { tenantsRoutes } from './tenants.ts';
import { tokenRoutes } from './tokens.ts';

/**
 * Everything under `/mock`: steers one world from outside. It is there only when the server was started with control,
 * and answers nobody but this machine.
 */
export function mockRoutes(world: World, worlds: () => Worlds): Router {
  const control = Router();
  control.use(guardControl, express.json({ limit: '5mb' }), limitDepth);
  control.get('/', (_request, response) => void response.json({ name: world.name, baseUrl: world.baseUrl }));
  control.use('/clock', clockRoutes(world));
  control.use('/logins', loginRoutes(world));
  control.use('/keys', keyRoutes(world));
  control.use('/tokens', tokenRoutes(world));
  control.use('/faults', faultRoutes(world));
  control.use('/log', logRoutes(world));
  control.use('/mail', mailRoutes(world));
  control.use(snapshotRoutes(world));
  if (world.name === undefined) {
    control.use('/tenants', tenantsRoutes(worlds));
  }
  control.use((_request, response) => void response.status(404).json({ error: 'There is no such control.' }));
  const routes = Router();
  routes.use('/mock', control);
  routes.use(
    '/mock',
    (error: unknown, request: express.Request, response: express.Response, next: express.NextFunction) =>
      renderError(world.tenant)(error, request, response, next),
  );
  return routes;
}
