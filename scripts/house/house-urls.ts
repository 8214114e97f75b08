import type { Ports } from './ports.ts';

/** Addresses of the parts, without a trailing slash but for `medplum`, whose base URL has one. */
export type HouseUrls = Readonly<{
  startPage: string;
  spaClient: string;
  legacyProxy: string;
  deviceAgent: string;
  medplum: string;
  idp: string;
}>;

/** Says where each part is, from the ports. */
export function houseUrls(ports: Ports): HouseUrls {
  const at = (port: number): string => `http://localhost:${port}`;
  return {
    startPage: at(ports.START_PAGE_PORT),
    spaClient: at(ports.SPA_CLIENT_PORT),
    legacyProxy: at(ports.LEGACY_PROXY_PORT),
    deviceAgent: at(ports.DEVICE_AGENT_STATUS_PORT),
    medplum: `${at(ports.MOCK_MEDPLUM_PORT)}/`,
    idp: at(ports.MOCK_IDP_PORT),
  };
}
