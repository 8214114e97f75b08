import { createDemoProject } from '@auth-patterns/demo-project';
import { startMockIdp, type MockIdp } from '@auth-patterns/mock-idp';
import { type ControlClient, createControlClient } from '@auth-patterns/mock-medplum/control';
import type { Page } from '@playwright/test';
import { type AttackerSite, startAttackerSite } from '#attacker/attacker-site.ts';
import { clientSecrets } from '#house/client-secrets.ts';
import { useServerTenant } from '#on-server/use-server-tenant.ts';
import { test as servedTest } from '#served-app/served-test.ts';
import { openSignedIn } from './open-signed-in.ts';
import { showApp } from './show-app.ts';

type TenantOptions = NonNullable<Parameters<ControlClient['tenants']['create']>[0]>;

/** The built spa-client that asks the test's tenant. */
export type App = Readonly<{
  url: string;
  /** How the address of Medplum's own sign-in page begins. */
  signInPage: string;
  /** Opens a path as somebody who signed in earlier: for tests that are not about signing in. */
  openSignedIn: (page: Page, firstName: string, path?: string) => Promise<void>;
}>;

/** What a file of specs may ask for with `test.use`, and a project with `use`. */
export type ClinicOptions = {
  /** How the test's tenant differs: `test.use({ tenantWish: { settings: { rateLimits: {} } } })`. */
  tenantWish: TenantOptions;
  /** Exact texts of the built app, and what they say instead: another `.env`. */
  appSettings: Readonly<Record<string, string>>;
  /** True shows the app with its defences taken out, in which an attack has to succeed. */
  undefended: boolean;
  /** True shows the app without any feature. */
  withoutFeatures: boolean;
};

type ClinicFixtures = {
  /** The clinic in a tenant of its own: data, clock, faults, rate limits and log are this test's alone. */
  tenant: ControlClient;
  /** The identity provider that the tenant and the app know; no other test's while this one runs. */
  idp: MockIdp;
  app: App;
  attacker: AttackerSite;
};

type WorkerFixtures = {
  tenantName: string;
  workerIdp: MockIdp;
};

/** `test` with a clinic of its own for each test that asks for `tenant`, `idp` or `app`. */
export const test = servedTest.extend<ClinicOptions & ClinicFixtures, WorkerFixtures>({
  tenantWish: [{}, { option: true }],
  appSettings: [{}, { option: true }],
  undefended: [false, { option: true }],
  withoutFeatures: [false, { option: true }],

  // The identity provider registers the tenant's redirect URI, so the name stays the same from test to test.
  tenantName: [async ({}, use, { parallelIndex }) => use(`worker-${parallelIndex}`), { scope: 'worker' }],
  workerIdp: [
    async ({ house, tenantName }, use) => {
      const { medplum, spaClient: spaOrigin } = house.urls;
      await using idp = await startMockIdp({
        medplumUrl: `${medplum}t/${tenantName}/`,
        spaOrigin,
        // A real server knows one provider, at the address with which it was provisioned.
        ...(house.onServer && {
          medplumUrl: medplum,
          port: Number(new URL(house.urls.idp).port),
          legacyProxyOrigin: house.urls.legacyProxy,
        }),
      });
      await use(idp);
    },
    { scope: 'worker' },
  ],
  idp: async ({ workerIdp }, use) => {
    await use(workerIdp);
    workerIdp.setDown(false);
  },
  tenant: async ({ house, idp, tenantName: name, tenantWish, context: _context }, use) => {
    if (house.onServer) {
      await useServerTenant(house, _context, tenantWish, use);
      return;
    }
    const { tenants } = createControlClient(house.urls.medplum);
    const left = (await tenants.list()).some((tenant) => tenant.name === name);
    if (left) {
      // By a worker that crashed.
      await tenants.close(name);
    }
    const project = createDemoProject({
      spaOrigin: house.urls.spaClient,
      idpOrigin: idp.issuer,
      clientSecrets: clientSecrets(house.canary),
    }) as unknown as TenantOptions['project'];
    await use(await tenants.create({ project, ...tenantWish, name }));
    await tenants.close(name);
  },
  app: async ({ house, appServer, tenant, idp, appSettings, undefended, withoutFeatures }, use) => {
    showApp(appServer, house, {
      medplumUrl: tenant.baseUrl,
      idpOrigin: idp.issuer,
      appSettings,
      builds: { undefended, withoutFeatures },
    });
    const { spaClient: url } = house.urls;
    await use({
      url,
      signInPage: tenant.baseUrl,
      ...(house.onServer && { signInPage: `http://${house.onServer.signInPage.host}/` }),
      openSignedIn: async (page, firstName, path = '/') => openSignedIn(page, tenant, firstName, url + path),
    });
    appServer.serve({ from: house.urls.spaClient });
  },
  attacker: async ({}, use) => {
    const site = await startAttackerSite();
    await use(site);
    await site.close();
  },
});
