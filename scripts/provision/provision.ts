import { checkServer } from './check-server.ts';
import type { Orders } from './command-line.ts';
import { createFetch, type Outside } from './create-fetch.ts';
import type { Credentials } from './credentials.ts';
import { findApps } from './find-apps.ts';
import { findMade, type Made } from './find-made.ts';
import { readClinic } from './read-clinic.ts';
import type { Run } from './run.ts';
import { selectResources } from './select-resources.ts';
import { isOnThisMachine } from './server-url.ts';
import { setUp } from './set-up.ts';
import { signIn, signInSuperAdmin } from './sign-in.ts';
import { takeBack } from './take-back.ts';

/** What a run is given. */
export type Task = Readonly<{
  orders: Orders;
  /** Finds out who signs in, once the server is known to be one. */
  credentials: () => Promise<Credentials>;
  superCredentials?: Credentials | undefined;
  /** Password of the clinic's people on a server elsewhere. On this machine they have the demo's, which are public. */
  peoplePassword?: string | undefined;
  /** Folder in which `apps/` is, or of an app that stands alone. */
  root: string;
  outside: Outside;
}>;

/** What a run did. */
export type Outcome = Readonly<{
  projectId: string;
  /** What is there now, by id in the clinic's files. */
  saved: Made;
  requests: number;
  writes: number;
}>;

/**
 * Sets the clinic up on a Medplum server, or takes it back, through the public API alone.
 *
 * @throws ProvisionError with a sentence that says what to do.
 */
export async function provision(task: Task): Promise<Outcome> {
  const { orders, outside, root } = task;
  const { fetch, counts } = createFetch(outside);
  await checkServer(fetch, orders.baseUrl);
  const clinic = readClinic(orders);
  const allApps = findApps(root, clinic.resources, undefined);
  const apps = findApps(root, clinic.resources, orders.app);
  const server = { baseUrl: orders.baseUrl, fetch };
  const administrator = await signIn(server, await task.credentials(), orders.project);
  const superAdministrator = task.superCredentials && (await signInSuperAdmin(server, task.superCredentials));
  const { medplum, project, name } = administrator;
  outside.say(`${orders.baseUrl}, Project "${project.name}" (${project.id}), as ${name}`);
  const every = selectResources(clinic.resources, [...allApps.keys()]);
  const made = await findMade(
    medplum,
    every.map(({ resourceType }) => resourceType),
  );
  const passwordOf = (userId: string): string | undefined =>
    isOnThisMachine(orders.baseUrl) ? clinic.passwords[userId] : task.peoplePassword;
  const run: Run = {
    orders,
    administrator,
    superAdministrator,
    clinic,
    apps,
    allApps,
    made,
    passwordOf,
    say: outside.say,
  };
  const saved = orders.isDestroy ? await takeBack(run) : await setUp(run);
  return { projectId: project.id, saved, ...counts };
}
