import { createRedactor } from '@auth-patterns/auth-config';
import { appNames, type AppName } from '#house/app-process.ts';
import type { App } from './apps/app.ts';
import { examineDeviceAgent } from './apps/examine-device-agent.ts';
import { examineLegacyProxy } from './apps/examine-legacy-proxy.ts';
import { examineSpaClient } from './apps/examine-spa-client.ts';
import { readApp, type House } from './apps/read-app.ts';
import type { Orders } from './command-line.ts';
import type { Examination } from './examination.ts';
import { secretValues } from './files/secret-values.ts';
import type { Finding } from './finding.ts';
import type { Outside } from './outside.ts';
import { count, reportJson, reportText, type Section } from './report.ts';

type Examine = (app: App, examination: Examination) => Promise<readonly Finding[]>;

const examinations: Readonly<Record<AppName, Examine>> = {
  'spa-client': examineSpaClient,
  'legacy-proxy': examineLegacyProxy,
  'device-agent': examineDeviceAgent,
};

type DoctorOptions = Readonly<{
  orders: Orders;
  outside: Outside;
  house: House;
  /** What is so of this machine. */
  machine: () => Promise<readonly Finding[]>;
}>;

/**
 * Looks at the machine and at the apps that were asked for.
 *
 * @returns The report, without a secret in it, and the exit code: 1 when there is a fault.
 */
export async function doctor(options: DoctorOptions): Promise<Readonly<{ report: string; exitCode: 0 | 1 }>> {
  const { orders, outside, house, machine } = options;
  const all = new Map(appNames.map((name) => [name, readApp(name, outside, house)]));
  const secrets = secretsOf([...all.values()], outside.env);
  const sections: Section[] = [{ about: 'This machine', findings: await machine() }];
  for (const name of orders.apps) {
    const app = all.get(name);
    const findings = app ? await examinations[name](app, { orders, outside, house, secrets }) : [];
    sections.push({ about: name, findings });
  }
  const redact = createRedactor([...secrets.values()]);
  const report = (orders.isJson ? reportJson : reportText)(sections, redact);
  return { report, exitCode: count(sections, 'fault') === 0 ? 0 : 1 };
}

function secretsOf(apps: readonly App[], env: Outside['env']): ReadonlyMap<string, string> {
  const ofApps = apps.flatMap(({ name, own }) =>
    [...secretValues(own)].map(([variable, value]) => [`${variable} of ${name}`, value] as const),
  );
  return new Map([...ofApps, ...secretValues(env)]);
}
