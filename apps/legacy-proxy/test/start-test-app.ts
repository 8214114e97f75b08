import type { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import { readConfig } from '#config';
import { demoAccounts, seedDemo } from '#legacy/demo-data.ts';
import { openMemoryDatabase } from '#legacy/open-database.ts';
import { hashPassword } from '#legacy/password.ts';
import { createLog } from '#log';
import { createMedplumSession } from '#medplum/sign-in.ts';
import { addToTokenRequest } from '#src/add-to-token-request.ts';
import { createApp } from '#src/create-app.ts';
import type { Feature } from '#src/feature.ts';
import { redactSecrets } from '#src/redact-secrets.ts';
import { serve } from '#src/serve.ts';
import { createBrowser, type Browser } from './browser.ts';
import { clientId, clientSecret, startRecordedMedplum, type RecordedMedplum } from './recorded-medplum.ts';

export type TestApp = Readonly<{
  url: string;
  app: ReturnType<typeof createApp>;
  medplum: RecordedMedplum;
  database: DatabaseSync;
  logLines: string[];
  clock: { now: number };
  newBrowser: () => Browser;
  /** A browser in which the nurse of the demo is signed in. */
  nurse: () => Promise<Browser>;
}>;

const testEnvironment = {
  MEDPLUM_CLIENT_ID: clientId,
  MEDPLUM_CLIENT_SECRET: clientSecret,
  SESSION_SECRET: 'canary-session-secret-0123456789abcdef',
};

type TestAppOptions = Readonly<{
  /** Settings, beside those of {@link testEnvironment} and the address of Medplum. */
  env?: Readonly<Record<string, string>>;
  features?: readonly Feature[];
  requestsPerMinute?: number;
  /** Default is a free one. */
  port?: number;
  /** Where Medplum finds the identity provider. */
  idpOrigin?: string;
  /** One that the test closes itself. */
  medplum?: RecordedMedplum;
}>;

/** Starts the whole application on a free port, with Medplum behind it; both end with the test. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const medplum = options.medplum ?? (await startRecordedMedplum(options.idpOrigin));
  const database = openMemoryDatabase();
  await seedDemo(database, (password) => hashPassword(password, { N: 2, r: 1, p: 1 }));
  const clock = { now: Date.now() };
  const now = (): number => clock.now;
  const logLines: string[] = [];
  const asksForDemo = { MEDPLUM_BASE_URL: medplum.url, LEGACY_PROXY_SEED_DEMO: medplum.url };
  const env = { ...testEnvironment, ...asksForDemo, ...options.env };
  const config = readConfig(options.features ?? [], env);
  const log = createLog((line) => logLines.push(line), redactSecrets(config), now);
  const session = createMedplumSession({
    settings: config.medplum,
    now,
    tokenRequest: (send) => addToTokenRequest(config, send),
  });
  await Promise.all(config.features.map(async (feature) => feature.start?.()));
  const { requestsPerMinute } = options;
  const app = createApp({ config, medplum: session, database, log, now, requestsPerMinute });
  const server = await serve(app, { port: options.port ?? 0 });
  onTestFinished(async () => {
    await server.close(0);
    await Promise.all(config.features.map(async (feature) => feature.stop?.()));
    await (options.medplum ? undefined : medplum.close());
    database.close();
  });
  const newBrowser = (): Browser => createBrowser(server.url);
  return {
    url: server.url,
    app,
    medplum,
    database,
    logLines,
    clock,
    newBrowser,
    nurse: async () => {
      const browser = newBrowser();
      await browser.signIn('nurse.kim', passwordOf('nurse.kim'));
      return browser;
    },
  };
}

export function passwordOf(username: string): string {
  return demoAccounts.find((account) => account.username === username)?.password ?? '';
}

/** The hidden fields of the note form on a patient page. */
export async function noteForm(browser: Browser, recordId: number, text: string): Promise<Record<string, string>> {
  const page = await (await browser.get(`/patients/${recordId}`)).text();
  const hidden = (name: string): string => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? '';
  return { text, formId: hidden('formId'), writer: hidden('writer') };
}
