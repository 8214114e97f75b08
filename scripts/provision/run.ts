import type { Resource } from '@medplum/fhirtypes';
import type { Orders } from './command-line.ts';
import type { ServerFacts } from './env-files.ts';
import type { Made } from './find-made.ts';
import type { Clinic } from './read-clinic.ts';
import type { Administrator } from './sign-in.ts';

/** What a run knows, once somebody has signed in. */
export type Run = Readonly<{
  orders: Orders;
  administrator: Administrator;
  superAdministrator: Administrator | undefined;
  clinic: Clinic;
  /** Folders of the apps that were asked for, and of all. */
  apps: ReadonlyMap<string, string>;
  allApps: ReadonlyMap<string, string>;
  /** What this command made before. */
  made: Made;
  passwordOf: (userId: string) => string | undefined;
  say: (line: string) => void;
}>;

/** What stands in `.env` files follows from this. */
export function serverFacts(run: Run, saved: ReadonlyMap<string, Resource & { id: string }>): ServerFacts {
  return {
    baseUrl: run.orders.baseUrl,
    projectId: run.administrator.project.id,
    clinic: run.clinic.resources,
    saved,
    hasIdentityProvider: run.clinic.hasIdentityProvider,
    spaOrigin: run.orders.spaOrigin,
    idpOrigin: run.orders.idpOrigin,
  };
}

/** Apps that are set up already, or will be. */
export function presentApps({ apps, allApps, clinic, made }: Run): string[] {
  const isSetUp = (app: string): boolean =>
    clinic.resources.some((one) => one.resourceType === 'ClientApplication' && one.name === app && made.has(one.id));
  return [...allApps.keys()].filter((app) => apps.has(app) || isSetUp(app));
}
