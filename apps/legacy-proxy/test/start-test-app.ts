import type { DatabaseSync } from 'node:sqlite';
import { createRedactor } from '@auth-patterns/auth-config';
import { onTestFinished } from 'vitest';
import { demoAccounts, seedDemo } from '#legacy/demo-data.ts';
import { openMemoryDatabase } from '#legacy/open-database.ts';
import { hashPassword } from '#legacy/password.ts';
import { createLog } from '#log';
import { createMedplumSession } from '#medplum/sign-in.ts';
import { createApp, type AppOptions } from '#src/create-app.ts';
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

type TestAppOptions = Partial<
  Pick<AppOptions, 'requestsPerMinute' | 'publicOrigin' | 'trustedProxy' | 'showDemoAccounts'>
>;

/** Starts the whole application on a free port, with Medplum behind it; both end with the test. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const medplum = await startRecordedMedplum();
  const database = openMemoryDatabase();
  await seedDemo(database, (password) => hashPassword(password, { N: 2, r: 1, p: 1 }));
  const clock = { now: Date.now() };
  const now = (): number => clock.now;
  const logLines: string[] = [];
  const log = createLog((line) => logLines.push(line), createRedactor([clientSecret]), now);
  const settings = { baseUrl: medplum.url, clientId, clientSecret, refreshGraceSeconds: 300 };
  const session = createMedplumSession({ settings, now });
  const app = createApp({
    medplum: session,
    database,
    log,
    now,
    sessionSecret: 'canary-session-secret-0123456789abcdef',
    mrnSystem: 'https://clinic.example/mrn',
    showDemoAccounts: true,
    publicOrigin: undefined,
    trustedProxy: false,
    ...options,
  });
  const server = await serve(app, { port: 0 });
  onTestFinished(async () => {
    await server.close(0);
    await medplum.close();
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
  return { text, formId: /name="formId" value="([^"]+)"/.exec(page)?.[1] ?? '' };
}
