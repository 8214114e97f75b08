import { join } from 'node:path';
import { demoIds, legacyAccount } from '@auth-patterns/demo-project';
import type { AppName } from './app-process.ts';
import type { HouseUrls } from './house-urls.ts';
import { defaultPorts, type PortVariable } from './ports.ts';
import type { HouseOptions } from './start-house.ts';

type Environment = Readonly<Record<string, string>>;

/**
 * What each app is told beyond its `.env`. Ports always; Medplum's address only when the mock is not where
 * `.env.example` says, so that an app whose `.env` names a real Medplum keeps talking to that.
 */
export function appEnvironments(options: HouseOptions, urls: HouseUrls): Record<AppName, Environment> {
  const isElsewhere = options.ports.MOCK_MEDPLUM_PORT !== defaultPorts.MOCK_MEDPLUM_PORT;
  const port = (name: PortVariable): Environment => ({ [name]: String(options.ports[name]) });
  return {
    'spa-client': { ...port('SPA_CLIENT_PORT'), ...spaSettings(options, urls) },
    'legacy-proxy': {
      ...port('LEGACY_PROXY_PORT'),
      ...(isElsewhere && { MEDPLUM_BASE_URL: urls.medplum }),
      ...(options.dataFolder && {
        LEGACY_PROXY_DATA_DIR: join(options.dataFolder, 'legacy-proxy'),
        LEGACY_PROXY_SEED_DEMO: 'true',
        SESSION_SECRET: 'only-for-this-run-of-the-tests-0123456789',
        MEDPLUM_CLIENT_ID: demoIds.clients.legacyProxy,
        LEGACY_PROXY_ADMIN_CLIENT_ID: demoIds.clients.legacyProxyAdmin,
        LEGACY_PROXY_ADMIN_CLIENT_SECRET:
          options.clientSecrets?.legacyProxyAdmin ?? 'demo-only-legacy-proxy-admin-secret',
        LEGACY_PROXY_MEMBERSHIPS: `${legacyAccount.username}=ProjectMembership/${demoIds.memberships.kim}`,
        LEGACY_PROXY_IDP_ISSUER: urls.idp,
        LEGACY_PROXY_IDP_CLIENT_ID: 'legacy-proxy',
        LEGACY_PROXY_IDP_CLIENT_SECRET: 'demo-only-mock-idp-legacy-proxy-secret',
        LEGACY_PROXY_MAGIC_LINK_URL: `${urls.spaClient}/magic-link`,
        LEGACY_PROXY_MAGIC_LINK_CLIENT_ID: demoIds.clients.spaClient,
      }),
      ...(options.clientSecrets?.legacyProxy && { MEDPLUM_CLIENT_SECRET: options.clientSecrets.legacyProxy }),
    },
    'device-agent': {
      ...port('DEVICE_AGENT_STATUS_PORT'),
      ...port('DEVICE_AGENT_MLLP_PORT'),
      ...(isElsewhere && { MEDPLUM_BASE_URL: urls.medplum }),
      ...(options.dataFolder && {
        DEVICE_AGENT_DATA_DIR: join(options.dataFolder, 'device-agent'),
        DEVICE_AGENT_DEVICE: `Device/${demoIds.device}`,
        DEVICE_AGENT_CORRECTIONS: 'replace',
        DEVICE_AGENT_REPORTS: 'on',
        DEVICE_AGENT_MAPPING_FILE: 'samples/mapping.json',
        MEDPLUM_CLIENT_ID: demoIds.clients.deviceAgent,
      }),
      ...(options.clientSecrets?.deviceAgent && { MEDPLUM_CLIENT_SECRET: options.clientSecrets.deviceAgent }),
    },
  };
}

function spaSettings({ ports, dataFolder }: HouseOptions, urls: HouseUrls): Environment {
  return {
    ...(ports.MOCK_MEDPLUM_PORT !== defaultPorts.MOCK_MEDPLUM_PORT && { PUBLIC_MEDPLUM_BASE_URL: urls.medplum }),
    ...(ports.MOCK_IDP_PORT !== defaultPorts.MOCK_IDP_PORT && {
      PUBLIC_IDP_AUTHORIZE_URL: `${urls.idp}/authorize`,
      PUBLIC_IDP_ISSUER: urls.idp,
      PUBLIC_GOOGLE_URL: `${urls.idp}/google`,
    }),
    ...(dataFolder && {
      PUBLIC_MEDPLUM_CLIENT_ID: demoIds.clients.spaClient,
      PUBLIC_MEDPLUM_PROJECT_ID: demoIds.project,
      PUBLIC_IDP_NAME: 'Riverside ID',
      PUBLIC_IDP_CLIENT_ID: 'medplum',
      PUBLIC_IDP_BROWSER_CLIENT_ID: 'spa-client',
      PUBLIC_GOOGLE_CLIENT_ID: demoIds.googleClient,
    }),
  };
}
