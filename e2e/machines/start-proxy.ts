import { join } from 'node:path';
import { legacyAccount } from '@auth-patterns/demo-project';
import { startAppProcess } from '@auth-patterns/scripts/house/app-process.ts';
import type { APIRequestContext } from '@playwright/test';
import type { RunningHouse } from '#house/running-house.ts';

/** A legacy-proxy of a spec's own. */
export type Proxy = AsyncDisposable &
  Readonly<{
    url: string;
    /** Signs nurse Kim in. */
    signIn: (browser: APIRequestContext) => Promise<void>;
    /** Status of a page, as whoever is signed in. */
    open: (browser: APIRequestContext, path: string) => Promise<number>;
    stop: () => Promise<void>;
  }>;

/**
 * Starts legacy-proxy as a process of its own, on a free port, on the database of the house's: making the passwords of
 * another takes seconds.
 */
export async function startProxy(
  { urls: { medplum }, dataFolder }: Pick<RunningHouse, 'urls' | 'dataFolder'>,
  env: Readonly<Record<string, string>>,
): Promise<Proxy> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const app = startAppProcess({
    name: 'legacy-proxy',
    args: ['--disable-warning=ExperimentalWarning', 'src/main.ts'],
    env: {
      MEDPLUM_BASE_URL: medplum,
      SESSION_SECRET: 'only-for-this-run-of-the-tests-0123456789',
      LEGACY_PROXY_PORT: '0',
      LEGACY_PROXY_DATA_DIR: join(dataFolder, 'legacy-proxy'),
      LEGACY_PROXY_SEED_DEMO: medplum,
      ...env,
    },
    onLine: (line) => {
      const [, url] = /"event":"listening".*"url":"([^"]+)"/.exec(line) ?? [];
      if (url) {
        resolve(url);
      }
    },
  });
  void app.ended.then((why) => reject(new Error(why)));
  const url = await promise;
  const open = async (browser: APIRequestContext, path: string): Promise<number> =>
    (await browser.get(url + path, { maxRedirects: 0 })).status();
  return {
    url,
    signIn: async (browser) => signIn(browser, url),
    open,
    stop: app.stop,
    [Symbol.asyncDispose]: app.stop,
  };
}

/** Sends the form of the sign-in page, as a browser does. */
async function signIn(browser: APIRequestContext, url: string): Promise<void> {
  const page = await (await browser.get(`${url}/sign-in`)).text();
  const [, csrfToken = ''] = /name="csrfToken" value="([^"]+)"/.exec(page) ?? [];
  await browser.post(`${url}/sign-in`, {
    headers: { origin: url, 'sec-fetch-site': 'same-origin' },
    form: { csrfToken, ...legacyAccount },
    maxRedirects: 0,
  });
}
