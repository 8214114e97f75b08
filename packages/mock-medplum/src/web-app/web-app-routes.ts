import { readFileSync } from 'node:fs';

import { Router } from 'express';

import { PLAIN_PAGE_POLICY, SCRIPTED_PAGE_POLICY } from '#http/page-policy.ts';
import { fillTemplate } from '#http/fill-template.ts';
import type { Tenant } from '#tenant/tenant.ts';

const SIGN_IN_NOTE = readFileSync(new URL('sign-in-note.html', import.meta.url), 'utf8');
const SET_PASSWORD = readFileSync(new URL('set-password.html', import.meta.url), 'utf8');
const SET_PASSWORD_SCRIPT = readFileSync(new URL('set-password.js', import.meta.url));

/**
 * The pages of Medplum's web app to which its server and its mails send a browser: `/signin`, which here says what would
 * happen there, and `/setpassword/:id/:secret`.
 */
export function webAppRoutes({ baseUrl, appBaseUrl }: Tenant): Router {
  const routes = Router();
  routes.get('/signin', (_request, response) => {
    const page = fillTemplate(SIGN_IN_NOTE, { appBaseUrl });
    response.set('Content-Security-Policy', PLAIN_PAGE_POLICY).type('text/html').send(page);
  });
  routes.get('/setpassword/set-password.js', (_request, response) => {
    response.type('text/javascript').send(SET_PASSWORD_SCRIPT);
  });
  routes.get('/setpassword/:id/:secret', (_request, response) => {
    const page = fillTemplate(SET_PASSWORD, { baseUrl, appBaseUrl });
    response.set('Content-Security-Policy', SCRIPTED_PAGE_POLICY).type('text/html').send(page);
  });
  return routes;
}
