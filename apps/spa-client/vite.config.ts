import { assertNoBrowserSecret, ConfigError, parseBrowserSettings } from '@auth-patterns/auth-config';
import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';
import { contentSecurityPolicyPlugin } from './content-security-policy.ts';
import type { Config } from './src/config.ts';

export default defineConfig(({ command, mode }) => {
  // The process's own variables win over those of .env. Only names that begin with PUBLIC_ may reach the browser.
  const env = loadEnv(mode, import.meta.dirname, '');
  const config = readConfig(env);
  if ('problems' in config && command === 'build') {
    throw oneLine(new ConfigError(config.problems).message);
  }
  const address = { host: 'localhost', port: Number(env['SPA_CLIENT_PORT'] ?? 3001), strictPort: true };

  return {
    envPrefix: 'PUBLIC_',
    define: { 'import.meta.env.APP_CONFIG': JSON.stringify(config) },
    plugins: [react(), ...('settings' in config ? [contentSecurityPolicyPlugin(config.settings.baseUrl)] : [])],
    server: address,
    preview: { ...address, headers: { 'X-Frame-Options': 'DENY', 'X-Content-Type-Options': 'nosniff' } },
  };
});

function readConfig(env: Record<string, string>): Config {
  try {
    assertNoBrowserSecret(env);
    return { settings: parseBrowserSettings(env) };
  } catch (error) {
    if (error instanceof ConfigError) {
      return { problems: error.problems };
    }
    throw error;
  }
}

/** Vite prints an error's stack and fields, which would bury the name of the variable. */
function oneLine(message: string): Error {
  const error = new Error(message);
  error.stack = message;
  return error;
}
