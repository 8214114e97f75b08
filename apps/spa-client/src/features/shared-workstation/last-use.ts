import { storagePrefix } from '#kept-storage';
import type { AppContext } from '#medplum/client.ts';
import type { WorkstationSettings } from './settings.ts';

export const lastUseKey = `${storagePrefix}lastUse`;

/** When somebody last used the app in any tab, in milliseconds since 1970; undefined when nobody has since signing in. */
export function lastUse(localStorage: Storage): number | undefined {
  const stored = Number(localStorage.getItem(lastUseKey) ?? Number.NaN);
  return Number.isNaN(stored) ? undefined : stored;
}

/** Tells whether the app was left alone for so long that whoever opens it now may be somebody else. */
export function wasLeftIdle(localStorage: Storage, idleTimeoutMinutes: number): boolean {
  const last = lastUse(localStorage);
  return idleTimeoutMinutes > 0 && last !== undefined && Date.now() - last >= idleTimeoutMinutes * 60_000;
}

/** After how many minutes without a key or a click the user is signed out; 0 means never. */
export function idleTimeoutMinutes({ featureSettings }: Pick<AppContext, 'featureSettings'>): number {
  const settings = featureSettings['shared-workstation'] as WorkstationSettings | undefined;
  return settings?.idleTimeoutMinutes ?? 0;
}
