import type { AppName } from './app-process.ts';
import type { HouseUrls } from './house-urls.ts';
import type { waitUntilReady } from './wait-until-ready.ts';

type Readiness = Pick<Parameters<typeof waitUntilReady>[0], 'url' | 'isOwn'>;

/** By what an app is known at its address: another program may sit on the port. */
export function readiness(name: AppName, urls: HouseUrls): Readiness {
  const says = (url: string, text: string): Readiness => ({
    url,
    isOwn: async (response) => (await response.text()).includes(text),
  });
  const all: Record<AppName, Readiness> = {
    'spa-client': says(urls.spaClient, 'name="application-name" content="spa-client"'),
    'legacy-proxy': says(`${urls.legacyProxy}/healthz`, 'legacy-proxy'),
    'device-agent': says(`${urls.deviceAgent}/healthz`, 'device-agent'),
  };
  return all[name];
}
