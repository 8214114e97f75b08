import express, { type Express } from 'express';

import { worldRoutes } from '#world/world-routes.ts';
import type { Worlds } from '#world/worlds.ts';

/** Makes the HTTP application. It does not listen. */
export function createApp({ worlds }: Readonly<{ worlds: Worlds }>): Express {
  const app = express();
  app.set('etag', false);
  app.set('x-powered-by', false);
  // Medplum takes the caller's address from X-Forwarded-For; IP rules are about that address.
  app.set('trust proxy', true);
  app.use(worldRoutes(worlds));
  return app;
}
