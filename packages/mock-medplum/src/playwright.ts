import { type BrowserContext, type Page, test as base } from '@playwright/test';
import { type ControlClient, createControlClient } from '#control-client/control-client.ts';
import type { Session } from '#control/make-session.ts';
import { type AppSignIn, signInContext } from './fixture/sign-in-context.ts';
import { type MockMedplumOptions, startMockMedplum } from './start-mock-medplum.ts';

/** Where the tenants are: on a mock that each worker starts, or on one that runs with control. */
export type MedplumSource = MockMedplumOptions | Readonly<{ mockUrl: string }>;

/** A tenant of its own for one test. */
export type MedplumFixture = Readonly<{
  baseUrl: string;
  /** Moves its clock, breaks its answers, reads its log, makes tokens. */
  control: ControlClient;
  /** Signs a user in to an app in this browser context, without the sign-in page. */
  signIn: (context: BrowserContext, options: AppSignIn) => Promise<Session>;
}>;

type TestFixtures = {
  medplum: MedplumFixture;
  /** Whom `signedInPage` is for; set it with `test.use({ signedInAs: { user, client, app } })`. */
  signedInAs: AppSignIn | undefined;
  /** A page whose app finds the user signed in. */
  signedInPage: Page;
};

type WorkerFixtures = { mockUrl: string };

/**
 * Makes a `test` for Playwright whose tests each get a tenant of their own. What the browser sends to the mock's root
 * goes to the test's tenant, so the app under test needs no other setting.
 */
export function createMedplumTest(source: MedplumSource): ReturnType<typeof extendBase> {
  return extendBase(source);
}

function extendBase(source: MedplumSource): ReturnType<typeof base.extend<TestFixtures, WorkerFixtures>> {
  return base.extend<TestFixtures, WorkerFixtures>({
    mockUrl: [
      // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names that a fixture needs
      async ({}, use) => {
        if ('mockUrl' in source) {
          await use(source.mockUrl);
        } else {
          await using mock = await startMockMedplum({ ...source, control: true });
          await use(mock.baseUrl);
        }
      },
      { scope: 'worker' },
    ],
    medplum: async ({ mockUrl, context }, use) => {
      const root = createControlClient(mockUrl);
      const control = await root.tenants.create();
      await sendToTenant(context, mockUrl, control.baseUrl);
      await use({
        baseUrl: control.baseUrl,
        control,
        signIn: async (page, options) => signInContext(page, control, options),
      });
      await root.tenants.close(new URL(control.baseUrl).pathname.split('/').at(-2) ?? '');
    },
    signedInAs: [undefined, { option: true }],
    signedInPage: async ({ medplum, page, context, signedInAs }, use) => {
      if (!signedInAs) {
        throw new Error('signedInPage needs test.use({ signedInAs: { user, client, app } }).');
      }
      await medplum.signIn(context, signedInAs);
      await use(page);
    },
  });
}

/** Lets a browser that asks the mock's root ask a tenant instead; what names a tenant already goes where it says. */
async function sendToTenant(context: BrowserContext, rootUrl: string, tenantUrl: string): Promise<void> {
  const isRoot = ({ href }: URL): boolean =>
    href.startsWith(rootUrl) && !href.startsWith(`${rootUrl}t/`) && !href.startsWith(`${rootUrl}mock/`);
  await context.route(isRoot, async (route) => {
    await route.continue({ url: tenantUrl + route.request().url().slice(rootUrl.length) });
  });
}
