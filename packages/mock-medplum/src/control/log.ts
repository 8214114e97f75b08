import { type RequestHandler, Router } from 'express';
import type { RequestLogEntry } from '#request-log/request-log.ts';
import type { TenantHost } from '#tenant-host/tenant-host.ts';

/** `/mock/log`: the requests that were answered; `/mock/log/live` tells them as they happen (server-sent events). */
export function logRoutes(host: TenantHost): Router {
  const routes = Router();
  routes.get('/', (request, response) => void response.json(host.requestLog.list(numberOf(request.query['after']))));
  routes.get('/live', followLog(host));
  routes.delete('/', (_request, response) => {
    host.requestLog.clear();
    response.status(204).end();
  });
  return routes;
}

/** A browser that reconnects sends `Last-Event-ID` and gets what it missed. Other clients get new entries only. */
function followLog({ requestLog }: TenantHost): RequestHandler {
  return (request, response) => {
    response.status(200).set('Content-Type', 'text/event-stream');
    response.flushHeaders();
    const tell = (entry: RequestLogEntry): void => {
      response.write(`id: ${entry.sequence}\nevent: request\ndata: ${JSON.stringify(entry)}\n\n`);
    };
    const last = numberOf(request.get('last-event-id'));
    if (last !== undefined) {
      requestLog.list(last).forEach(tell);
    }
    response.once('close', requestLog.follow(tell));
  };
}

function numberOf(text: unknown): number | undefined {
  return typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
