import express, { type Express } from 'express';

import { answerFault } from '#http/answer-fault.ts';
import type { Audience } from '#http/audience.ts';
import { guardRequests } from '#http/guard-requests.ts';
import type { Log } from '#tenant/tenant.ts';
import { worldRoutes } from '#world/world-routes.ts';
import type { Worlds } from '#world/worlds.ts';

type AppOptions = Readonly<{ worlds: Worlds; audience: Audience; log: Log }>;

/** Makes the HTTP application. It does not listen. */
export function createApp({ worlds, audience, log }: AppOptions): Express {
  const app = express();
  app.set('etag', false);
  app.set('x-powered-by', false);
  // Medplum takes the caller's address from X-Forwarded-For; IP rules are about that address.
  app.set('trust proxy', true);
  app.use(guardRequests(audience, log), worldRoutes(worlds), answerFault(log));
  return app;
}
