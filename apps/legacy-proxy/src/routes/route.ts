import type { Express, Request, RequestHandler } from 'express';
import { HttpError } from '#middleware/http-error.ts';

/** Who may enter a route: everybody, every user, or the users that treat patients. */
export type Access = 'public' | 'signed-in' | 'clinical';

/** One line of the application: a method, an address, who may enter, and what happens. */
export type Route = Readonly<{
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  access: Access;
  /** `header` for an API: every request, reads too, carries a header that no other site can send. Default is `form`. */
  proof?: 'form' | 'header';
  /** The page with the form that comes here. What was typed into it is kept when it cannot be taken. */
  formPage?: (request: Request) => string;
  handle: readonly RequestHandler[];
}>;

/** Gives each route its guards. */
export type Guards = Readonly<{ of: (route: Route) => RequestHandler[] }>;

/** Mounts routes so that none can forget its guards. */
export function mountRoutes(app: Express, guards: Guards, routes: readonly Route[]): void {
  for (const route of routes) {
    app[route.method](route.path, ...guards.of(route), ...route.handle);
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map((route) => route.method.toUpperCase());
    app.all(path, refuseMethod(methods));
  }
}

function refuseMethod(methods: readonly string[]): RequestHandler {
  return (_request, response) => {
    response.set('Allow', methods.join(', '));
    throw new HttpError(405, 'This address does not take that method.', `It takes ${methods.join(' and ')}.`);
  };
}
