import type { Auth } from '#medplum/auth.ts';
import type { WorkstationSettings } from './settings.ts';

/** After how many minutes without a key or a click the user is signed out; 0 means never. */
export function idleTimeoutMinutes({ featureSettings }: Pick<Auth, 'featureSettings'>): number {
  const settings = featureSettings['shared-workstation'] as WorkstationSettings | undefined;
  return settings?.idleTimeoutMinutes ?? 0;
}
