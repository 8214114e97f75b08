import { join } from 'node:path';
import type { BuiltAppAddress } from '#built-app/start-built-app.ts';
import type { RunningHouse } from '#house/running-house.ts';
import type { AppServer } from '#served-app/app-server.ts';
import { replaceTexts } from '#served-app/replace-texts.ts';
import { requireTexts } from '#served-app/require-texts.ts';
import { undefendedHeader } from '#undefended/undefended-headers.ts';

type ServedApp = Readonly<{ url: string; folder: string }>;

/** All of spa-client, the twin without its defences, or the app without any feature. */
export type AppBuild = 'whole' | 'undefended' | 'core';

type AppWish = Readonly<{
  medplumUrl: string;
  idpOrigin: string;
  appSettings: Readonly<Record<string, string>>;
  build: AppBuild;
}>;

/** Serves the built app as if it had been built for another Medplum and another identity provider. */
export function showApp(
  server: AppServer,
  house: RunningHouse,
  { medplumUrl, idpOrigin, appSettings, build }: AppWish,
): void {
  const { urls } = house;
  const { url: from, folder } = build === 'whole' ? wholeApp(house) : otherApp(house[build]);
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
function otherApp(address: BuiltAppAddress): ServedApp {
  if ('problem' in address) {
    throw new Error(address.problem);
  }
  return address;
}

function socketUrl(url: string): string {
  return url.replace(/^http/, 'ws');
}
