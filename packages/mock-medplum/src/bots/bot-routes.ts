import { Router } from 'express';

import type { Tenant } from '#tenant/tenant.ts';

import { deploy } from './deploy.ts';
import { execute } from './execute.ts';
import { textBodies } from './text-bodies.ts';

/** The operations on Bots, to be mounted at `/fhir/R4` behind `authenticate`. */
export function botRoutes(tenant: Tenant): Router {
  const routes = Router();
  const executePaths = ['$execute', '%24execute'].flatMap((name) => [`/Bot/${name}`, `/Bot/:id/${name}{/*more}`]);
  const deployPaths = ['/Bot/:id/$deploy', '/Bot/:id/%24deploy'];
  routes.get(executePaths, execute(tenant));
  routes.post(executePaths, textBodies, execute(tenant));
  routes.post(deployPaths, deploy(tenant));
  return routes;
}
