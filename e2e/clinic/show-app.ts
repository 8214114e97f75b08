import { join } from 'node:path';
import type { BuiltAppAddress, RunningHouse } from '#house/running-house.ts';
import type { AppServer } from '#served-app/app-server.ts';
import { replaceTexts } from '#served-app/replace-texts.ts';
import { requireTexts } from '#served-app/require-texts.ts';
import { undefendedHeader } from '#undefended/undefended-headers.ts';

type ServedApp = Readonly<{ url: string; folder: string }>;

type AppWish = Readonly<{
  medplumUrl: string;
  idpOrigin: string;
  appSettings: Readonly<Record<string, string>>;
  /** Which other build of the app is shown; without one that is true, all of it is. */
  builds: Readonly<Record<string, boolean>>;
}>;

/** Serves the built app as if it had been built for another Medplum and another identity provider. */
export function showApp(
  server: AppServer,
  house: RunningHouse,
  { medplumUrl, idpOrigin, appSettings, builds }: AppWish,
): void {
  const { urls } = house;
  const build = Object.keys(builds).find((name) => builds[name]);
  const { url: from, folder } = build ? otherApp(house.builds[build]) : wholeApp(house);
  requireTexts(folder, [urls.medplum, ...Object.keys(appSettings)]);
  const rewrite = replaceTexts({
    [urls.medplum]: medplumUrl,
    [socketUrl(urls.medplum)]: socketUrl(medplumUrl),
    [urls.idp]: idpOrigin,
    // The stand-in for Google is nobody's own: every tenant trusts the keys of the house's.
    [`${urls.idp}/google`]: `${urls.idp}/google`,
    ...appSettings,
  });
  server.serve({ from, rewrite, ...(build === 'undefended' && { rewriteHeader: undefendedHeader }) });
}

function wholeApp({ urls, dataFolder }: RunningHouse): ServedApp {
  return { url: urls.spaClient, folder: join(dataFolder, 'spa-client') };
}

/** @throws Error that says why there is none. */
function otherApp(address: BuiltAppAddress | undefined): ServedApp {
  if (!address || 'problem' in address) {
    throw new Error(address?.problem ?? 'This part of the specs has no such build of spa-client.');
  }
  return address;
}

function socketUrl(url: string): string {
  return url.replace(/^http/, 'ws');
}
