import { medplumEndpoints } from '@auth-patterns/auth-config';
import { MedplumError } from './error.ts';

type ClockSkewOptions = Readonly<{ fetch: typeof fetch; baseUrl: string; now: () => number }>;

/**
 * Measures how far this machine's clock is ahead of the server's, in milliseconds, from the `Date` header
 * (RFC 9110 §6.6.1), which is exact to a second.
 */
export async function measureClockSkew({ fetch, baseUrl, now }: ClockSkewOptions): Promise<number> {
  const response = await fetch(medplumEndpoints(baseUrl).healthcheck);
  const serverTime = Date.parse(response.headers.get('date') ?? '');
  if (!response.ok || Number.isNaN(serverTime)) {
    throw new MedplumError(
      'unreachable',
      `The health check answered HTTP ${response.status}: is MEDPLUM_BASE_URL right?`,
    );
  }
  return now() - serverTime;
}
