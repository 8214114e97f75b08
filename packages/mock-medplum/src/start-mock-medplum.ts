import { loadDefinitions } from '#fhir/load-definitions.ts';
import { listen } from '#http/listen.ts';
import { loadProject } from '#project/load-project.ts';
import type { MedplumProject } from '#project/medplum-project.ts';
import { createTenant } from '#tenant/create-tenant.ts';
import { systemRandom } from '#tenant/system-random.ts';
import type { Clock, Log, Random, Tenant } from '#tenant/tenant.ts';
import { createSigningKeys } from '#token/signing-keys.ts';

import { createApp } from './create-app.ts';

/** How to start a mock Medplum. */
export type MockMedplumOptions = Readonly<{
  project: MedplumProject;
  /** TCP port. Default is 0, which takes a free one. */
  port?: number | undefined;
  /** Issuer and base URL with a trailing slash. Default is `http://localhost:<port>/`. */
  baseUrl?: string | undefined;
  /** Default is the system's clock. */
  clock?: Clock | undefined;
  /** Default is the system's random source. */
  random?: Random | undefined;
  /** Is told what happened. Default is to keep silent. */
  log?: Log | undefined;
}>;

/** A mock Medplum that listens. `await using` closes it at the end of the block. */
export type MockMedplum = AsyncDisposable &
  Readonly<{
    /** For example `http://localhost:8103/`. */
    baseUrl: string;
    tenant: Tenant;
    /** Stops listening and closes all connections. */
    close: () => Promise<void>;
  }>;

/**
 * Starts a mock Medplum on the loopback interface, with the data of one project.
 *
 * @throws ListenError when the port cannot be had.
 * @throws ProjectError when the data cannot be used.
 */
export async function startMockMedplum(options: MockMedplumOptions): Promise<MockMedplum> {
  const { project, clock = () => new Date(), random = systemRandom, log = () => undefined } = options;
  loadDefinitions();
  const keys = await createSigningKeys(random.uuid());
  const { server, port } = await listen(options.port ?? 0);

  async function close(): Promise<void> {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  try {
    const baseUrl = options.baseUrl ?? `http://localhost:${port}/`;
    const tenant = createTenant({ baseUrl, clock, random, log, keys });
    loadProject(tenant, project);
    server.on('request', createApp({ tenant }));
    return { baseUrl, tenant, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}
