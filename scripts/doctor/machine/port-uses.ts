import { ask, readJson, type Outside } from '#doctor/outside.ts';
import type { AppName } from '#house/app-process.ts';
import type { HouseUrls } from '#house/house-urls.ts';
import { readiness } from '#house/readiness.ts';
import type { PortUse } from './ports.ts';

/** How each part of this project is known at its port. Other programs may sit there. */
export function portUses(outside: Pick<Outside, 'fetch'>, urls: HouseUrls, apps: readonly AppName[]): PortUse[] {
  const isApp = (name: AppName) => async (): Promise<boolean> => {
    const { url, isOwn } = readiness(name, urls);
    const response = await ask(outside, url);
    return response?.ok === true && isOwn(response);
  };
  const says = (url: string, name: string, value: string) => async (): Promise<boolean> => {
    const response = await ask(outside, url);
    return response !== undefined && (await readJson(response))[name] === value;
  };
  const isStartPage = async (): Promise<boolean> => {
    const text = await (await ask(outside, urls.startPage))?.text();
    return text?.includes('<title>Medplum auth patterns</title>') === true;
  };
  const ofApps: Readonly<Record<AppName, readonly PortUse[]>> = {
    'spa-client': [{ variable: 'SPA_CLIENT_PORT', part: 'spa-client', isOwn: isApp('spa-client') }],
    'legacy-proxy': [{ variable: 'LEGACY_PROXY_PORT', part: 'legacy-proxy', isOwn: isApp('legacy-proxy') }],
    'device-agent': [
      { variable: 'DEVICE_AGENT_STATUS_PORT', part: 'device-agent', isOwn: isApp('device-agent') },
      // It speaks no HTTP. The agent listens on both of its ports or on none.
      { variable: 'DEVICE_AGENT_MLLP_PORT', part: 'MLLP of device-agent', isOwn: isApp('device-agent') },
    ],
  };
  return [
    { variable: 'START_PAGE_PORT', part: 'start page', isOwn: isStartPage },
    ...apps.flatMap((name) => ofApps[name]),
    {
      variable: 'MOCK_MEDPLUM_PORT',
      part: 'mock-medplum',
      isOwn: says(`${urls.medplum}mock`, 'baseUrl', urls.medplum),
    },
    {
      variable: 'MOCK_IDP_PORT',
      part: 'mock-idp',
      isOwn: says(`${urls.idp}/.well-known/openid-configuration`, 'issuer', urls.idp),
    },
  ];
}
