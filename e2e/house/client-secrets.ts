import type { DemoClientName } from '@auth-patterns/demo-project';

/** Client secrets that begin with the canary. */
export function clientSecrets(canary: string): Partial<Record<DemoClientName, string>> {
  return {
    spaClient: `${canary}-spa`,
    legacyProxy: `${canary}-proxy`,
    legacyProxyAdmin: `${canary}-proxy-admin`,
    deviceAgent: `${canary}-device`,
  };
}
