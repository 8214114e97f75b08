import { readFileSync } from 'node:fs';
import { Router } from 'express';
import { plainPagePolicy } from '#http/page-policy.ts';
import { mailPage } from '#mail/mail-page.ts';
import type { TenantHost } from '#tenant-host/tenant-host.ts';

const style = readFileSync(new URL('../mail/mail-page.css', import.meta.url));

/** `GET /mock/mail`: what Medplum would have sent, newest last as JSON, newest first as a page for a browser. */
export function mailRoutes(host: TenantHost): Router {
  const routes = Router();
  routes.get('/', (request, response) => {
    const mails = host.tenant.outbox.list();
    response.vary('Accept');
    if (request.accepts(['json', 'html']) === 'html') {
      response.set('Content-Security-Policy', plainPagePolicy).type('text/html').send(mailPage(host.baseUrl, mails));
    } else {
      response.json(mails);
    }
  });
  routes.get('/mail-page.css', (_request, response) => void response.type('text/css').send(style));
  return routes;
}
