import { join } from 'node:path';
import type { RunningHouse } from '#house/running-house.ts';
import type { AppServer } from '#served-app/app-server.ts';
import { replaceTexts } from '#served-app/replace-texts.ts';
import { requireTexts } from '#served-app/require-texts.ts';
import { undefendedHeader } from '#undefended/undefended-headers.ts';

type BuiltApp = Readonly<{ url: string; folder: string }>;

type AppWish = Readonly<{
  medplumUrl: string;
  idpOrigin: string;
  appSettings: Readonly<Record<string, string>>;
  undefended: boolean;
}>;

/** Serves the built app as if it had been built for another Medplum and another identity provider. */
export function showApp(
  server: AppServer,
  house: RunningHouse,
  { medplumUrl, idpOrigin, appSettings, undefended }: AppWish,
): void {
  const { urls } = house;
  const { url: from, folder } = undefended ? undefendedApp(house) : defendedApp(house);
  requireTexts(folder, [urls.medplum, ...Object.keys(appSettings)]);
  const rewrite = replaceTexts({
    [urls.medplum]: medplumUrl,
    [socketUrl(urls.medplum)]: socketUrl(medplumUrl),
    [urls.idp]: idpOrigin,
    // The stand-in for Google is nobody's own: every tenant trusts the keys of the house's.
    [`${urls.idp}/google`]: `${urls.idp}/google`,
    ...appSettings,
  });
  server.serve({ from, rewrite, ...(undefended && { rewriteHeader: undefendedHeader }) });
}

function defendedApp({ urls, dataFolder }: RunningHouse): BuiltApp {
  return { url: urls.spaClient, folder: join(dataFolder, 'spa-client') };
}

/** @throws Error that says why there is none. */
function undefendedApp({ undefended }: RunningHouse): BuiltApp {
  if ('problem' in undefended) {
    throw new Error(undefended.problem);
  }
  return undefended;
}

function socketUrl(url: string): string {
  return url.replace(/^http/, 'ws');
}
