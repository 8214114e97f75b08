import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { refuseForeignRequest } from '@auth-patterns/auth-config';
import { createLabPages } from '@auth-patterns/labs/pages/lab-pages.ts';
import type { House } from '#house/start-house.ts';
import { startPageHtml } from './start-page-html.ts';

const contentSecurityPolicy = "default-src 'none'; style-src 'self'; frame-ancestors 'none'";
/** The page of a lab asks its own server how the learner's file does. */
const labsSecurityPolicy = `${contentSecurityPolicy}; script-src 'self'; connect-src 'self'`;

/** Serves the page that tells a newcomer what runs, who can sign in and what to try, and those of the labs. */
export async function startStartPage(house: House): Promise<{ close: () => Promise<void> }> {
  const server = createServer(startPageHandler(startPageHtml(house.urls, house.ports)));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(house.ports.START_PAGE_PORT, '127.0.0.1', resolve);
  });
  return {
    close: async () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Answers `/`, its style sheet, `/healthz` and the labs, and no stranger's page; everything else is a 404 or a 405 in plain
 * words.
 */
export function startPageHandler(html: string, labPage = createLabPages()): RequestListener {
  const css = readFileSync(new URL('./start-page.css', import.meta.url), 'utf8');
  const pages: Record<string, readonly [type: string, body: string]> = {
    '/': ['text/html; charset=utf-8', html],
    '/start-page.css': ['text/css; charset=utf-8', css],
    '/healthz': ['application/json', JSON.stringify({ app: 'start-page' })],
  };
  return (request, response) => {
    const { method = 'GET', headers } = request;
    const refusal = refuseForeignRequest(method, headers);
    const [path = '/'] = (request.url ?? '/').split('?');
    const isReading = method === 'GET' || method === 'HEAD';
    response.setHeader(
      'content-security-policy',
      path.startsWith('/labs/') ? labsSecurityPolicy : contentSecurityPolicy,
    );
    response.setHeader('x-content-type-options', 'nosniff');
    if (refusal) {
      response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
      response.end(`${refusal.message}\n`);
      return;
    }
    // Read after the look at where the request comes from.
    const page = pages[path] ?? labPage(path);
    if (!page || !isReading) {
      response.writeHead(page ? 405 : 404, {
        'content-type': 'text/plain; charset=utf-8',
        ...(page && { allow: 'GET, HEAD' }),
      });
      response.end(page ? 'This page can only be read.\n' : 'Nothing here. The start page is at /.\n');
      return;
    }
    response.writeHead(200, { 'content-type': page[0] });
    response.end(page[1]);
  };
}
