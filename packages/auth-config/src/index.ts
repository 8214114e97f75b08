export { assertNoBrowserSecret } from './browser-secret.ts';
export { parseBrowserSettings, type BrowserSettings } from './browser-settings.ts';
export { parseClientSettings, type ClientSettings } from './client-settings.ts';
export { ConfigError } from './config-error.ts';
export { type IdentityProviderSettings } from './identity-provider-settings.ts';
export { medplumEndpoints, type MedplumEndpoints } from './medplum-endpoints.ts';
export { parseSettings, type Environment } from './parse-settings.ts';
export { createRedactor, type Redactor } from './redactor.ts';
export { medplumBaseUrl, port } from './variables.ts';
