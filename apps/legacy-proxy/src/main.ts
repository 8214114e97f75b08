import { ConfigError, createRedactor } from '@auth-patterns/auth-config';
import { readConfig, type Config } from '#config';
import { seedDemo } from '#legacy/demo-data.ts';
import { openDatabase } from '#legacy/open-database.ts';
import { createLog } from '#log';
import { createMedplumLink } from '#medplum/medplum-link.ts';
import { createApp } from './create-app.ts';
import { serve } from './serve.ts';

/** Like EX_CONFIG of sysexits.h: the settings cannot be used. */
const exitConfig = 78;
const drainMs = 10_000;

async function start(config: Config): Promise<void> {
  const nowMs = Date.now;
  const redact = createRedactor([config.medplum.clientSecret, config.sessionSecret]);
  const log = createLog((line) => process.stdout.write(line), redact, nowMs);
  const database = openDatabase(config.dataFolder);
  if (config.seedDemo) {
    await seedDemo(database);
  }
  const medplum = createMedplumLink({
    settings: config.medplum,
    onTokenIssued: () => log('medplum_token_issued'),
    onTokenLost: () => log('medplum_token_lost'),
  });
  const { mrnSystem, sessionSecret, seedDemo: showDemoAccounts } = config;
  const app = createApp({ medplum, database, sessionSecret, mrnSystem, showDemoAccounts, log, nowMs });
  const server = await serve(app, { port: config.port });
  log('listening', { url: server.url });

  let stopping = false;
  async function stop(): Promise<void> {
    if (stopping) {
      return;
    }
    stopping = true;
    await server.close(drainMs);
    database.close();
    log('stopped');
  }
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());

  // Signing in now finds a wrong secret at start; without Medplum the appointments work all the same.
  await medplum.use(async () => {}).catch((error: Error) => log('medplum_sign_in_failed', { reason: error.message }));
}

function explain(error: unknown): string {
  const { code, port, message } = error as NodeJS.ErrnoException & { port?: number };
  return code === 'EADDRINUSE' ? `port ${port} is taken: stop what uses it, or set LEGACY_PROXY_PORT` : message;
}

try {
  await start(readConfig());
} catch (error) {
  process.stderr.write(`legacy-proxy: ${explain(error)}\n`);
  process.exitCode = error instanceof ConfigError ? exitConfig : 1;
}
