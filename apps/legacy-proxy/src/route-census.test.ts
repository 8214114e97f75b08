import { expect, test } from 'vitest';
import { startTestApp, type TestApp } from '#test/start-test-app.ts';
import { features as doors } from './features.ts';

type Layer = Readonly<{ route?: { path: string; methods: Record<string, boolean> } }>;

/** For everybody. A page's script says nothing of anybody. */
const openToAll = /^\/(?:healthz|readyz|sign-in|[\w-]+\/\w+\.js)$/;

function allRoutes(app: TestApp['app']): (readonly [method: string, path: string])[] {
  const layers = app.router.stack as unknown as readonly Layer[];
  // What answers 405 to all methods is no way in.
  const routes = layers.flatMap(({ route }) => (route && Object.keys(route.methods).length === 1 ? route : []));
  return routes.flatMap((route) =>
    Object.keys(route.methods).map((method) => [method.toUpperCase(), route.path.replaceAll(/[:*]\w+/g, '1')] as const),
  );
}

test('[P1] every route but those for everybody, without a session, lets nobody in and asks Medplum nothing', async () => {
  const features = (await Promise.all(doors)).flatMap((door) => Object.values(door));
  const { app, url, newBrowser, medplum } = await startTestApp({ features });
  const routes = allRoutes(app).filter(([, path]) => !openToAll.test(path));

  const answers = await Promise.all(
    routes.map(async ([method, path]) =>
      method === 'GET'
        ? newBrowser().get(path, { 'x-requested-with': 'legacy-proxy' })
        : fetch(new URL(path, url), {
            method,
            redirect: 'manual',
            headers: { origin: new URL(url).origin, 'x-requested-with': 'legacy-proxy' },
          }),
    ),
  );

  expect(routes.length).toBeGreaterThan(4);
  const lettingIn = routes.filter((_route, at) => ![303, 401, 403].includes(answers[at]?.status ?? 0));
  expect(lettingIn).toEqual([]);
  expect(answers.every(({ headers }) => /^(\/sign-in.*|)$/.test(headers.get('location') ?? ''))).toBe(true);
  expect(medplum.seen).toEqual([]);
});
