import type { DatabaseSync } from 'node:sqlite';
import type { Environment } from '@auth-patterns/auth-config';
import type { MedplumClient } from '@medplum/core';
import type { Request, RequestHandler, Response } from 'express';
import type { Store } from 'express-session';
import type { Log } from '#log';
import type { MedplumSession } from '#medplum/sign-in.ts';
import type { RequestToken } from '#medplum/token-endpoint.ts';
import type { Link } from '#pages/link.ts';
import type { RenderPage } from '#pages/render-page.ts';
import type { PatientLookup } from '#routes/patient-lookup.ts';
import type { Route } from '#routes/route.ts';
import type { CoreConfig } from './core-config.ts';

/** Who a request to Medplum is made as. The core has one, this server itself; a feature may add another. */
export type Identity = Readonly<{
  kind: 'server' | 'on-behalf-of' | 'user';
  /** For a heading, such as "On behalf of the user". */
  title: string;
  /** How it works, in a sentence or two. */
  explanation: string;
  /** Why the signed-in user cannot use it now, and where to change that; undefined when they can. */
  missing: (request: Request, response: Response) => Readonly<{ why: string; link?: Link }> | undefined;
  /** Does something at Medplum as this identity. Call it when nothing is missing. */
  withClient: <T>(request: Request, response: Response, work: (client: MedplumClient) => Promise<T>) => Promise<T>;
}>;

/** What the core gives to a feature. */
export type AppContext = Readonly<{
  config: CoreConfig;
  medplum: MedplumSession;
  database: DatabaseSync;
  lookup: PatientLookup;
  render: RenderPage;
  log: Log;
  now: () => number;
  /** All identities, the server's own first. Not known yet while routes are put together. */
  identities: () => readonly Identity[];
}>;

/** What a feature adds, once its settings are read. Each member is optional. */
export type FeatureParts = Readonly<{
  /** Values that no log may show. A feature may add to its list while the server runs. */
  secrets?: readonly string[];
  /** True when MEDPLUM_CLIENT_SECRET is not needed, since the server proves who it is in another way. */
  replacesSecret?: boolean;
  /** Takes part in each request for a token. The feature that is listed last comes first. */
  tokenRequest?: (next: RequestToken, config: CoreConfig) => RequestToken;
  /** Where sessions are kept in place of the database. */
  sessionStore?: (now: () => number) => Store;
  /** Sees every request before the pages do. */
  middleware?: (app: AppContext) => RequestHandler;
  routes?: (app: AppContext) => readonly Route[];
  /** Folder of its templates. `render` knows `page.eta` in it as `@feature-name/page`. */
  views?: string;
  identity?: (app: AppContext) => Identity;
  /** Links beside the heading of the appointments. */
  links?: readonly Link[];
  /** Links of a patient's page, for users who may see the chart. */
  patientLinks?: (recordId: number) => readonly Link[];
  /** Resolves when the feature can be used. */
  start?: () => Promise<void>;
  stop?: () => Promise<void>;
}>;

/** One further ability, in a folder of its own. */
export type Feature = Readonly<{
  /** As its folder. */
  name: string;
  /** Reads its settings; undefined when they do not ask for it. Throws ConfigError. */
  configure: (env: Environment) => FeatureParts | undefined;
}>;

/** A feature that is in use. */
export type ActiveFeature = FeatureParts & Readonly<{ name: string }>;

/** The doors of features, each of which exports one. */
export type FeatureDoors = readonly Promise<Readonly<Record<string, Feature>>>[];
