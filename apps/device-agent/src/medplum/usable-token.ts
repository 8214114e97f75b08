import { MedplumError } from './error.ts';

type TokenGuard = Readonly<{ now: () => number; refreshGraceMs: number }>;

/**
 * Refuses a token that this machine would think expired, or due for renewal, the moment it arrives: the SDK would then
 * renew it inside its own renewal and wait for itself for ever. A clock that runs ahead does that, and so does a
 * refresh grace longer than the token's life.
 */
export function assertUsableToken(response: Response, text: string, { now, refreshGraceMs }: TokenGuard): void {
  const { expires_in: lifeSeconds } = JSON.parse(text) as { expires_in: number };
  const serverTime = Date.parse(response.headers.get('date') ?? '');
  const aheadMs = Number.isNaN(serverTime) ? 0 : now() - serverTime;
  if (lifeSeconds * 1000 - aheadMs > refreshGraceMs) {
    return;
  }
  throw new MedplumError(
    'unreachable',
    aheadMs > 60_000
      ? `This machine's clock is ${Math.round(aheadMs / 60_000)} min ahead of Medplum's: set up time sync (NTP)`
      : `Tokens live ${lifeSeconds} s: MEDPLUM_REFRESH_GRACE_SECONDS must be less than that`,
  );
}
