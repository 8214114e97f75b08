import type { RequestHandler } from 'express';
import { remoteAddressOf } from '#http/remote-address.ts';
import { contextOf } from '#http/request-context.ts';
import { safely } from '#http/safely.ts';
import { reasonOfAnswer } from '#reason/reason-of.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { describeCaller } from './describe-caller.ts';
import { redactPath } from './redact-path.ts';
import type { RequestLog } from './request-log.ts';
import { takeNotes } from './request-notes.ts';

/** Puts every request into the log when its connection is done with it, however it ended. */
export function logRequests(tenant: Tenant, log: RequestLog): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const time = tenant.clock().toISOString();
    const context = contextOf(response);
    const { method, url } = request;
    const notes = takeNotes(context);
    const write = safely(tenant.log, () => {
      const status = response.headersSent ? response.statusCode : 0;
      const { fault, decisions } = notes;
      const isRefusal = status >= 400 && fault === undefined;
      log.add({
        ...context,
        time,
        method,
        path: redactPath(url),
        remoteAddress: remoteAddressOf(request),
        status,
        durationMs: Math.round((performance.now() - startedAt) * 100) / 100,
        caller: describeCaller(request, response),
        decisions: decisions.length > 0 ? decisions : undefined,
        reason: notes.reason ?? (isRefusal ? reasonOfAnswer(status, url) : undefined),
        fault,
      });
    });
    response.once('close', write);
    next();
  };
}
