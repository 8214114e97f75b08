import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import express, { type Express } from 'express';
import { SqliteSessionStore } from '#legacy/sqlite-session-store.ts';
import type { Log } from '#log';
import type { MedplumLink } from '#medplum/medplum-link.ts';
import { browserSession } from '#middleware/browser-session.ts';
import { sessionLimit } from '#middleware/rate-limits.ts';
import { notFound, renderError } from '#middleware/render-error.ts';
import { requestContext } from '#middleware/request-context.ts';
import { requireSameOrigin } from '#middleware/same-origin.ts';
import { securityHeaders } from '#middleware/security-headers.ts';
import { createRenderPage } from '#pages/render-page.ts';
import { appointmentRoutes } from '#routes/appointments.ts';
import { createClinicDesk } from '#routes/clinic-desk.ts';
import { noteRoutes } from '#routes/note.ts';
import { patientRoutes } from '#routes/patient.ts';
import { mountRoutes, type Route } from '#routes/route.ts';
import { signInRoutes } from '#routes/sign-in.ts';

export type AppOptions = Readonly<{
  medplum: MedplumLink;
  database: DatabaseSync;
  sessionSecret: string;
  mrnSystem: string;
  showDemoAccounts: boolean;
  log: Log;
  nowMs: () => number;
  /** What one session may ask for in a minute. Default is 600. */
  requestsPerMinute?: number;
}>;

const healthCheck: Route = {
  method: 'get',
  path: '/healthz',
  access: 'public',
  handle: [(_request, response) => response.json({ app: 'legacy-proxy' })],
};

/** Puts the application together. It listens nowhere. */
export function createApp(options: AppOptions): Express {
  const {
    medplum,
    database,
    sessionSecret,
    mrnSystem,
    showDemoAccounts,
    log,
    nowMs,
    requestsPerMinute = 600,
  } = options;
  const render = createRenderPage(medplum.status);
  const desk = createClinicDesk(database, mrnSystem, nowMs);

  const app = express();
  app.disable('x-powered-by');
  // The server listens on this machine only, so what forwards to it is the TLS proxy in front.
  app.set('trust proxy', 'loopback');

  app.use(requestContext(log, nowMs), securityHeaders);
  app.use('/assets', express.static(join(import.meta.dirname, 'pages', 'assets'), { index: false }));
  app.use(browserSession(new SqliteSessionStore(database, nowMs), sessionSecret));
  app.use(sessionLimit(requestsPerMinute), requireSameOrigin);
  mountRoutes(app, database, [
    healthCheck,
    ...signInRoutes({ database, render, showDemoAccounts }),
    ...appointmentRoutes({ database, render }),
    ...patientRoutes({ medplum, desk, render, nowMs }),
    ...noteRoutes({ medplum, desk, database, render }),
  ]);
  app.use(notFound);
  app.use(renderError(render, log));
  return app;
}
