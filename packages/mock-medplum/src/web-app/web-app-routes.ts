import { readFileSync } from 'node:fs';
import { Router } from 'express';
import { fillTemplate } from '#http/fill-template.ts';
import { plainPagePolicy, scriptedPagePolicy } from '#http/page-policy.ts';
import type { Tenant } from '#tenant/tenant.ts';

const signInNote = readFileSync(new URL('sign-in-note.html', import.meta.url), 'utf8');
const setPassword = readFileSync(new URL('set-password.html', import.meta.url), 'utf8');
const setPasswordScript = readFileSync(new URL('set-password.js', import.meta.url));

/**
 * The pages of Medplum's web app to which its server and its mails send a browser: `/signin`, which here says what would
 * happen there, and `/setpassword/:id/:secret`.
 */
export function webAppRoutes({ baseUrl, appBaseUrl }: Tenant): Router {
  const routes = Router();
  routes.get('/signin', (_request, response) => {
    const page = fillTemplate(signInNote, { appBaseUrl });
    response.set('Content-Security-Policy', plainPagePolicy).type('text/html').send(page);
  });
  routes.get('/setpassword/set-password.js', (_request, response) => {
    response.type('text/javascript').send(setPasswordScript);
  });
  routes.get('/setpassword/:id/:secret', (_request, response) => {
    const page = fillTemplate(setPassword, { baseUrl, appBaseUrl });
    response.set('Content-Security-Policy', scriptedPagePolicy).type('text/html').send(page);
  });
  return routes;
}
