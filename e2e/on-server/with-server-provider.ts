import { type MockIdp, startMockIdp } from '@auth-patterns/mock-idp';
import type { RunningHouse } from '#house/running-house.ts';

/** Runs a test beside the identity provider that a real server knows, at the address with which the server was set up. */
export async function withServerProvider(
  { urls }: RunningHouse,
  use: (provider: Pick<MockIdp, 'issuer'>) => Promise<void>,
): Promise<void> {
  await using provider = await startMockIdp({
    medplumUrl: urls.medplum,
    spaOrigin: urls.spaClient,
    legacyProxyOrigin: urls.legacyProxy,
    port: Number(new URL(urls.idp).port),
  });
  await use(provider);
}
