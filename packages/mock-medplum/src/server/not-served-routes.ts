import { Router } from 'express';
import { otherRoutesNotServed } from '#http/medplum-routes.ts';
import { notServed, readRoutes } from '#http/not-served.ts';
import { sendOutcome } from '#http/send-outcome.ts';

const routesNotServed = readRoutes(otherRoutesNotServed);

/** Answers for the routes of Medplum that the mock leaves out; those below `/fhir/R4` are the FHIR router's. */
export function notServedRoutes(): Router {
  const routes = Router();
  for (const route of routesNotServed) {
    const method = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
    routes[method](route.path, (_request, response) => sendOutcome(response, notServed(route)));
  }
  return routes;
}
