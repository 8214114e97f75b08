import { ConfigError, printable } from '@auth-patterns/auth-config';
import { readConfig, readEnvironment, type Config } from '#config';
import { openDatabase } from '#legacy/open-database.ts';
import { prepareDemo } from '#legacy/prepare-demo.ts';
import { hasUsers } from '#legacy/users.ts';
import { createLog } from '#log';
import { createMedplumSession } from '#medplum/sign-in.ts';
import { addToTokenRequest } from './add-to-token-request.ts';
import { createApp } from './create-app.ts';
import { features as doors } from './features.ts';
import { redactSecrets } from './redact-secrets.ts';
import { serve } from './serve.ts';

/** Like EX_CONFIG of sysexits.h: the settings cannot be used. */
const exitConfig = 78;
const drainMs = 10_000;

async function start(config: Config): Promise<void> {
  const now = Date.now;
  const { features: active } = config;
  const log = createLog((line) => process.stdout.write(line), redactSecrets(config), now);
  const database = openDatabase(config.dataFolder);
  await prepareDemo(database, config.seedDemo);
  if (!hasUsers(database)) {
    log('no_users', { reason: 'nobody can sign in: add users, or LEGACY_PROXY_SEED_DEMO=true to .env for the demo' });
  }
  const medplum = createMedplumSession({
    settings: config.medplum,
    tokenRequest: (send) => addToTokenRequest(config, send),
    onTokenIssued: () => log('medplum_token_issued'),
    onTokenLost: () => log('medplum_token_lost'),
  });
  await Promise.all(active.map(async (feature) => feature.start?.()));
  const app = createApp({ config, medplum, database, log, now });
  const server = await serve(app, { port: config.port });
  log('listening', { url: server.url });

  let stopping = false;
  async function stop(): Promise<void> {
    if (stopping) {
      return;
    }
    stopping = true;
    await server.close(drainMs);
    await Promise.all(active.map(async (feature) => feature.stop?.()));
    database.close();
    log('stopped');
  }
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());

  // Signing in now finds a wrong secret at start; without Medplum the appointments work all the same.
  await medplum
    .withClient(async () => {})
    .catch((error: Error) => log('medplum_sign_in_failed', { reason: error.message }));
}

function explain(error: unknown): string {
  const { code, port, message } = error as NodeJS.ErrnoException & { port?: number };
  return code === 'EADDRINUSE' ? `port ${port} is taken: stop what uses it, or set LEGACY_PROXY_PORT` : message;
}

try {
  const features = (await Promise.all(doors)).flatMap((door) => Object.values(door));
  await start(readConfig(features, readEnvironment()));
} catch (error) {
  process.stderr.write(`legacy-proxy: ${printable(explain(error))}\n`);
  process.exitCode = error instanceof ConfigError ? exitConfig : 1;
}
