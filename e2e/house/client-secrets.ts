/** Client secrets that begin with the canary. */
export function clientSecrets(
  canary: string,
): Readonly<Record<'spaClient' | 'legacyProxy' | 'legacyProxyAdmin' | 'deviceAgent', string>> {
  return {
    spaClient: `${canary}-spa`,
    legacyProxy: `${canary}-proxy`,
    legacyProxyAdmin: `${canary}-proxy-admin`,
    deviceAgent: `${canary}-device`,
  };
}
