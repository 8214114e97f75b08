import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import express, { type Express } from 'express';
import { SqliteSessionStore } from '#legacy/sqlite-session-store.ts';
import type { Log } from '#log';
import type { MedplumSession } from '#medplum/sign-in.ts';
import { browserSession } from '#middleware/browser-session.ts';
import { createDeviceCookie } from '#middleware/device-cookie.ts';
import { ownAudience } from '#middleware/own-audience.ts';
import { notFound, renderError } from '#middleware/render-error.ts';
import { requestContext } from '#middleware/request-context.ts';
import { requireSameOrigin } from '#middleware/same-origin.ts';
import { securityHeaders } from '#middleware/security-headers.ts';
import { sessionLimit } from '#middleware/session-limit.ts';
import { createSignInLimits } from '#middleware/sign-in-limits.ts';
import { createSignInToken } from '#middleware/sign-in-token.ts';
import { createSigner } from '#middleware/signer.ts';
import { createRenderPage } from '#pages/render-page.ts';
import { appointmentRoutes } from '#routes/appointments.ts';
import { noteRoutes } from '#routes/note.ts';
import { createPatientLookup } from '#routes/patient-lookup.ts';
import { patientRoutes } from '#routes/patient.ts';
import { mountRoutes, type Route } from '#routes/route.ts';
import { signInRoutes } from '#routes/sign-in.ts';
import type { TrustedProxy } from './trusted-proxy.ts';

export type AppOptions = Readonly<{
  medplum: MedplumSession;
  database: DatabaseSync;
  sessionSecret: string;
  publicOrigin: string | undefined;
  trustedProxy: TrustedProxy;
  mrnSystem: string;
  showDemoAccounts: boolean;
  log: Log;
  now: () => number;
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
  const { medplum, database, sessionSecret, publicOrigin, mrnSystem, log, now, requestsPerMinute = 600 } = options;
  const render = createRenderPage(medplum.status);
  const lookup = createPatientLookup(database, mrnSystem, now);
  const sign = createSigner(sessionSecret);
  const signInToken = createSignInToken(sign);
  const devices = createDeviceCookie(sign);
  const limits = createSignInLimits(sign, devices);

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', options.trustedProxy);

  app.use(requestContext(log, now), securityHeaders, ownAudience(publicOrigin));
  app.use('/assets', express.static(join(import.meta.dirname, 'pages', 'assets'), { index: false }));
  app.use(browserSession(new SqliteSessionStore(database, now), sessionSecret));
  app.use(sessionLimit(requestsPerMinute), requireSameOrigin(publicOrigin));
  mountRoutes(app, { database, signInToken }, [
    healthCheck,
    ...signInRoutes({ database, render, showDemoAccounts: options.showDemoAccounts, signInToken, devices, limits }),
    ...appointmentRoutes({ database, render }),
    ...patientRoutes({ medplum, lookup, render, now }),
    ...noteRoutes({ medplum, lookup, database, render }),
  ]);
  app.use(notFound);
  app.use(renderError(render, log));
  return app;
}
