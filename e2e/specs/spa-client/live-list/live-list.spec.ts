import { demoIds } from '@auth-patterns/demo-project';
import type { ControlClient } from '@auth-patterns/mock-medplum/control';
import type { Observation } from '@medplum/fhirtypes';
import type { Page } from '@playwright/test';
import type { App } from '#clinic/clinic-test.ts';
import { expect, test } from '#story/test.ts';

const theo = `Patient/${demoIds.patients.theo}`;
const chart = `/patients/${demoIds.patients.theo}`;
const live = 'Live: what others add appears by itself';
/** Less than an hour, by which both tokens end, and within the five minutes before it, in which they are renewed. */
const almostAnHourSeconds = 57 * 60;

test('[C8] spa-client, when somebody else adds an observation, shows it by itself, once, and says so', async ({
  page,
  app,
  tenant,
}) => {
  await openChart(page, app);

  await addElsewhere(tenant, 71);

  const row = rows(page).filter({ hasText: '71' });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('New');
  await expect(page.getByText('New: Heart rate 71')).toBeAttached();
  await addElsewhere(tenant, 72);
  await expect(rows(page).filter({ hasText: '72' })).toContainText('New');
  await expect(row).toHaveCount(1);
  await expect(row).not.toContainText('New');
});

test('[C8] spa-client, when access token and binding token end, renews both and stays live', async ({
  page,
  app,
  tenant,
}) => {
  const { clock } = tenant;
  await page.clock.install();
  await openChart(page, app);
  const renewed = page.waitForResponse((response) => response.url().endsWith('/oauth2/token'));
  const boundAnew = page.waitForResponse((response) => response.url().endsWith('/$get-ws-binding-token'));

  await clock.move(almostAnHourSeconds);
  await page.clock.fastForward(almostAnHourSeconds * 1000);
  expect((await renewed).status()).toBe(200);
  expect((await boundAnew).status()).toBe(200);
  // Now the first ones are over.
  await clock.move(10 * 60);

  await addElsewhere(tenant, 74);
  await expect(rows(page).filter({ hasText: '74' })).toHaveCount(1);
});

test('[C8] spa-client, when the socket breaks and events are missed, says so and catches up', async ({
  page,
  app,
  tenant,
}) => {
  const network = await controlSockets(page);
  await openChart(page, app);

  await network.goDown();
  await expect(page.getByText('Reconnecting…')).toBeVisible();
  await addElsewhere(tenant, 75);
  await addElsewhere(tenant, 76);
  network.comeBack();

  await expect(rows(page).filter({ hasText: /75|76/ })).toHaveCount(2);
  await expect(page.getByText(live)).toBeVisible();
  await addElsewhere(tenant, 77);
  await expect(rows(page).filter({ hasText: '77' })).toHaveCount(1);
});

test('[C8] spa-client, when its user signs out, closes the socket, and Medplum drops the Subscription', async ({
  page,
  app,
  tenant,
}) => {
  const opened = page.waitForEvent('websocket');
  await openChart(page, app);
  const socket = await opened;
  const id = await subscriptionId(tenant);
  const session = await tenant.makeSession({ user: 'olive.owner@clinic.example', client: demoIds.clients.spaClient });
  const read = async (): Promise<number> =>
    (await fetch(`${tenant.baseUrl}fhir/R4/Subscription/${id}`, { headers: bearer(session.accessToken) })).status;
  expect(await read()).toBe(200);
  const closed = socket.waitForEvent('close');

  await page.getByRole('button', { name: 'Sign out' }).click();

  await closed;
  // A real Medplum keeps it in a cache alone, and then knows of none.
  await expect.poll(async () => [404, 410].includes(await read())).toBe(true);
});

async function openChart(page: Page, app: App): Promise<void> {
  await app.openSignedIn(page, 'Maya', chart);
  await expect(page.getByText(live)).toBeVisible();
}

function rows(page: Page): ReturnType<Page['getByRole']> {
  return page.getByRole('table', { name: 'Observations' }).getByRole('row');
}

/** A colleague with another app. */
async function addElsewhere(tenant: ControlClient, value: number): Promise<void> {
  const session = await tenant.makeSession({
    user: 'noor.haddad@clinic.example',
    profile: `Practitioner/${demoIds.practitioners.noor}`,
    client: demoIds.clients.spaClient,
  });
  const observation: Observation = {
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'Heart rate' },
    subject: { reference: theo },
    effectiveDateTime: new Date().toISOString(),
    valueQuantity: { value, unit: '/min' },
  };
  const response = await fetch(`${tenant.baseUrl}fhir/R4/Observation`, {
    method: 'POST',
    headers: { ...bearer(session.accessToken), 'Content-Type': 'application/fhir+json' },
    body: JSON.stringify(observation),
  });
  expect(response.status).toBe(201);
}

function bearer(token: string): Record<string, string> {
  return { Authorization: `Bearer ${token}` };
}

async function subscriptionId(tenant: ControlClient): Promise<string> {
  const paths = (await tenant.log.list()).map(({ path }) => path);
  const asked = paths.find((path) => path.endsWith('$get-ws-binding-token')) ?? '';
  return asked.split('/').at(-2) ?? '';
}

/** Breaks the page's sockets, and refuses new ones until told. */
async function controlSockets(page: Page): Promise<{ goDown: () => Promise<void>; comeBack: () => void }> {
  const cuts = new Set<() => Promise<unknown>>();
  let isDown = false;
  await page.routeWebSocket(/\/ws\/subscriptions-r4$/, (socket) => {
    if (isDown) {
      void socket.close({ code: 1011 });
      return;
    }
    const server = socket.connectToServer();
    cuts.add(() => Promise.all([socket.close({ code: 1011 }), server.close()]));
  });
  return {
    goDown: async () => {
      isDown = true;
      await Promise.all([...cuts].map((cut) => cut()));
      cuts.clear();
    },
    comeBack: () => {
      isDown = false;
    },
  };
}
