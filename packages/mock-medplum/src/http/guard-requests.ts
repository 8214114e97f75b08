import { ContentType, forbidden } from '@medplum/core';
import type { RequestHandler } from 'express';
import type { Log } from '#tenant/log.ts';
import type { Audience } from './audience.ts';
import { refuseForeignRequest } from './refuse-foreign-request.ts';

/** Logs only the first foreign pages and names, because their number is unlimited. */
const maxTold = 20;

/** Refuses requests of foreign pages before anything is read, logged or made. */
export function guardRequests(audience: Audience, log: Log): RequestHandler {
  const told = new Set<string>();

  function tell(code: string, who: string): void {
    const key = `${code} ${who}`;
    if (told.size < maxTold && !told.has(key)) {
      told.add(key);
      log({ event: 'refused', code, who: who.slice(0, 200) });
    }
  }

  return (request, response, next) => {
    const refusal = refuseForeignRequest(request, audience);
    if (!refusal) {
      next();
      return;
    }
    const { host = '', origin = '' } = request.headers;
    tell(refusal.code, refusal.code === 'foreign_host' ? host : origin);
    const issue = forbidden.issue.map((one) => ({ ...one, details: { text: refusal.text } }));
    // The body is left unread, so the connection must close.
    response.status(403).type(ContentType.FHIR_JSON).set({ connection: 'close', 'cache-control': 'no-store' });
    response.send(JSON.stringify({ ...forbidden, issue }));
  };
}
