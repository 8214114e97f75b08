import type { BrowserSettings, ConfigError } from '@auth-patterns/auth-config';

export type Config =
  | Readonly<{ settings: BrowserSettings; featureSettings: Readonly<Record<string, unknown>> }>
  | Readonly<{ problems: ConfigError['problems'] }>;

/**
 * The settings, as `parseBrowserSettings` and the features found them when `vite.config.ts` built this page: the check runs once,
 * where it can stop a build, and its code stays out of the bundle. Nothing else in the app reads `import.meta.env`.
 */
export const config = import.meta.env.APP_CONFIG as Config;
