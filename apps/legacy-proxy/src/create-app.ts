import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import express, { type Express } from 'express';
import type { Config } from '#config';
import { SqliteSessionStore } from '#legacy/sqlite-session-store.ts';
import type { Log } from '#log';
import type { MedplumSession } from '#medplum/sign-in.ts';
import { browserSession } from '#middleware/browser-session.ts';
import { createDeviceCookie } from '#middleware/device-cookie.ts';
import { createTextKeeper } from '#middleware/kept-text.ts';
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
import { createAskToSignIn } from '#routes/ask-to-sign-in.ts';
import { createGuards } from '#routes/guards.ts';
import { healthRoutes } from '#routes/health.ts';
import { noteRoutes } from '#routes/note.ts';
import { createPatientLookup } from '#routes/patient-lookup.ts';
import { patientRoute } from '#routes/patient.ts';
import { mountRoutes, type Route } from '#routes/route.ts';
import { createShowSignIn, signInRoutes } from '#routes/sign-in.ts';
import { writeNoteRoute } from '#routes/write-note.ts';
import type { AppContext, Identity } from './feature.ts';
import { serverIdentity } from './server-identity.ts';

export type AppOptions = Readonly<{
  config: Config;
  medplum: MedplumSession;
  database: DatabaseSync;
  log: Log;
  now: () => number;
  /** What one session may ask for in a minute. Default is 600. */
  requestsPerMinute?: number | undefined;
}>;

/** Puts the application together. It listens nowhere. */
export function createApp(options: AppOptions): Express {
  const { config, medplum, database, log, now, requestsPerMinute = 600 } = options;
  const { publicOrigin, features } = config;
  const isLocalOnly = publicOrigin === undefined;
  const render = createRenderPage(medplum.status, features);
  const lookup = createPatientLookup(database, config.mrnSystem, now);
  const identities: Identity[] = [];
  const context: AppContext = { config, medplum, database, lookup, render, log, now, identities: () => identities };
  identities.push(serverIdentity(medplum), ...features.flatMap(({ identity }) => identity?.(context) ?? []));
  const sessionStore = features.findLast((feature) => feature.sessionStore)?.sessionStore?.(now);

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustedProxy);

  app.use(requestContext(log, now), securityHeaders, ownAudience(publicOrigin));
  app.use('/assets', express.static(join(import.meta.dirname, 'pages', 'assets'), { index: false }));
  const store = sessionStore ?? new SqliteSessionStore(database, now);
  app.use(browserSession({ store, secret: config.sessionSecret, isLocalOnly }));
  app.use(sessionLimit(requestsPerMinute), requireSameOrigin(publicOrigin));
  for (const handler of features.flatMap(({ middleware }) => middleware?.(context) ?? [])) {
    app.use(handler);
  }
  mountPages(app, context, features);
  app.use(notFound);
  app.use(renderError(render, log));
  return app;
}

function mountPages(app: Express, context: AppContext, features: Config['features']): void {
  const { config, medplum, database, lookup, render, now } = context;
  const sign = createSigner(config.sessionSecret);
  const signInToken = createSignInToken(sign, config.publicOrigin === undefined);
  const devices = createDeviceCookie(sign);
  const limits = createSignInLimits(sign, devices);
  const keeper = createTextKeeper(sign);
  const showSignIn = createShowSignIn({ render, showDemoAccounts: config.seedDemo, signInToken });
  const askToSignIn = createAskToSignIn(render, showSignIn);
  const patientLinks = (recordId: number) => features.flatMap((feature) => feature.patientLinks?.(recordId) ?? []);
  const links = features.flatMap((feature) => feature.links ?? []);

  const routes: readonly Route[] = [
    ...healthRoutes(medplum, database),
    ...signInRoutes({ database, showSignIn, devices, limits, keeper, now }),
    ...appointmentRoutes({ database, render, links }),
    patientRoute({ medplum, lookup, render, keeper, links: patientLinks }),
    writeNoteRoute({ medplum, lookup, now }),
    ...noteRoutes({ medplum, lookup, database, render }),
    ...features.flatMap((feature) => feature.routes?.(context) ?? []),
  ];
  mountRoutes(app, createGuards({ database, signInToken, keeper, askToSignIn }), routes);
}
