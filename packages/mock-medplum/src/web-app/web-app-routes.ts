import { readFileSync } from 'node:fs';

import { Router } from 'express';

import { PLAIN_PAGE_POLICY } from '#http/plain-page-policy.ts';
import { fillTemplate } from '#oauth/fill-template.ts';
import type { Tenant } from '#tenant/tenant.ts';

const SIGN_IN_NOTE = readFileSync(new URL('sign-in-note.html', import.meta.url), 'utf8');

/** Where Medplum's server sends a browser to its web app. Here a page says what would happen there. */
export function webAppRoutes({ appBaseUrl }: Tenant): Router {
  const routes = Router();
  routes.get('/signin', (_request, response) => {
    const page = fillTemplate(SIGN_IN_NOTE, { appBaseUrl });
    response.set('Content-Security-Policy', PLAIN_PAGE_POLICY).type('text/html').send(page);
  });
  return routes;
}
