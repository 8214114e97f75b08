export { parseBrowserSettings, type BrowserSettings } from './browser-settings.ts';
export { parseClientSettings, type ClientSettings } from './client-settings.ts';
export { ConfigError } from './config-error.ts';
export { isLoopbackOrigin, loopbackNames } from './loopback.ts';
export { medplumEndpoints, type MedplumEndpoints } from './medplum-endpoints.ts';
export { parseSettings, type Environment } from './parse-settings.ts';
export { printable } from './printable.ts';
export { rateLimitResetMs } from './rate-limit-reset.ts';
export { createRedactor, type Redactor } from './redactor.ts';
export { credential, list, medplumBaseUrl, minutes, port, secureUrl } from './variables.ts';
export {
  type Audience,
  type ForeignRequest,
  type ForeignRequestCode,
  refuseForeignRequest,
} from './refuse-foreign-request.ts';
export { requireTogether } from './require-together.ts';
export { isSecureUrl } from './secure-url.ts';
