import { Router } from 'express';
import { textBodies } from '#bots/text-bodies.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { deploy } from './deploy.ts';
import { execute } from './execute.ts';

/** The operations on Bots, to be mounted at `/fhir/R4` behind `authenticate`. */
export function botRoutes(tenant: Tenant): Router {
  const routes = Router();
  const executePaths = ['$execute', '%24execute'].flatMap((name) => [`/${name}`, `/:id/${name}{/*more}`]);
  const deployPaths = ['/:id/$deploy', '/:id/%24deploy'];
  routes.get(executePaths, execute(tenant));
  routes.post(executePaths, textBodies, execute(tenant));
  routes.post(deployPaths, deploy(tenant));
  // Checking the type first saves the other resources a match against each path.
  return Router().use('/Bot', routes);
}
