import { join } from 'node:path';
import { ConfigError, parseBrowserSettings, parseSettings, port } from '@auth-patterns/auth-config';
import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';
import { z } from 'zod';
import { contentSecurityPolicyPlugin, type Sources } from './build/content-security-policy.ts';
import { readFeatureSettings } from './build/feature-settings.ts';
import { firstScreen, smallerPackages, dropUnusedComponents } from './build/first-screen.ts';
import { oneLine, showProblems } from './build/show-problems.ts';
import { closedServer } from './dev-server/closed-server.ts';
import { servedFiles } from './dev-server/served-files.ts';
import type { BuiltIn } from './src/medplum/client.ts';

type Variables = Record<string, string>;

type Read = Readonly<{ config?: BuiltIn; sources: readonly Sources[]; problems: ConfigError['problems'] }>;

const serverSettings = z.object({ SPA_CLIENT_PORT: port.default(3001) });

export default defineConfig(async ({ mode, command }) => {
  // The process's own variables win over those of .env. Only names that begin with PUBLIC_ may reach the browser.
  const env = loadEnv(mode, import.meta.dirname, '');
  const { config, sources, problems } = await readConfig(env);
  const address = { host: 'localhost', port: readPort(env), strictPort: true };

  return {
    envPrefix: 'PUBLIC_',
    resolve: { alias: command === 'build' ? smallerPackages : [] },
    define: { 'import.meta.env.APP_CONFIG': JSON.stringify(config) },
    plugins: [
      closedServer(),
      react(),
      dropUnusedComponents,
      config ? contentSecurityPolicyPlugin(config.settings, sources) : showProblems(problems),
    ],
    // No page of another origin may read anything here; `preview` does as `server` does.
    server: { ...address, cors: false, fs: servedFiles },
    build: {
      modulePreload: { polyfill: false },
      rolldownOptions: { output: { codeSplitting: { groups: [firstScreen] } } },
    },
    preview: { ...address, headers: { 'X-Frame-Options': 'DENY', 'X-Content-Type-Options': 'nosniff' } },
  };
});

/** Without settings there is no app, and what is wrong with them is told instead. */
async function readConfig(env: Variables): Promise<Read> {
  const features = await readFeatureSettings(join(import.meta.dirname, 'src'), env);
  const problems = new Map(features.errors.flatMap(problemsOf));
  try {
    const settings = parseBrowserSettings(env);
    if (problems.size === 0) {
      return { config: { settings, featureSettings: features.values }, sources: features.sources, problems: [] };
    }
  } catch (error) {
    problemsOf(error).forEach(([variable, problem]) => problems.set(variable, problem));
  }
  return { sources: [], problems: [...problems].map(([variable, problem]) => ({ variable, problem })) };
}

/** Several features may read the same variable, and it is to be named once. */
function problemsOf(error: unknown): readonly (readonly [variable: string, problem: string])[] {
  if (error instanceof ConfigError) {
    return error.problems.map(({ variable, problem }) => [variable, problem]);
  }
  throw error;
}

function readPort(env: Variables): number {
  try {
    return parseSettings(serverSettings, env).SPA_CLIENT_PORT;
  } catch (error) {
    throw error instanceof ConfigError ? oneLine(error.message) : error;
  }
}
