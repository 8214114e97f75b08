import { type DemoClientName, demoIds } from '@auth-patterns/demo-project';

/** Client secrets that begin with the canary. */
export function clientSecrets(canary: string): Record<DemoClientName, string> {
  const names = Object.keys(demoIds.clients) as DemoClientName[];
  return Object.fromEntries(names.map((name) => [name, `${canary}-${name}`])) as Record<DemoClientName, string>;
}
