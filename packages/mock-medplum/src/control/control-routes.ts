import { Router } from 'express';
import type { TenantHost } from '#tenant-host/tenant-host.ts';
import { clockRoutes } from './clock.ts';
import { controlMiddleware } from './control-middleware.ts';
import { faultRoutes } from './faults.ts';
import { keyRoutes } from './keys.ts';
import { logRoutes } from './log.ts';
import { loginRoutes } from './logins.ts';
import { mailRoutes } from './mail.ts';
import { snapshotRoutes } from './snapshots.ts';
import { tokenRoutes } from './tokens.ts';

/** Everything under `/mock` that changes one tenant. The server has it only when started with `control`. */
export function controlRoutes(host: TenantHost): Router {
  const routes = Router();
  routes.use(...controlMiddleware);
  routes.get('/', (_request, response) => void response.json({ name: host.name, baseUrl: host.baseUrl }));
  routes.use('/clock', clockRoutes(host));
  routes.use('/logins', loginRoutes(host));
  routes.use('/keys', keyRoutes(host));
  routes.use('/tokens', tokenRoutes(host));
  routes.use('/faults', faultRoutes(host));
  routes.use('/log', logRoutes(host));
  routes.use('/mail', mailRoutes(host));
  routes.use(snapshotRoutes(host));
  routes.use((_request, response) => void response.status(404).json({ error: 'There is no such control.' }));
  return routes;
}
