import type { ClientApplication } from '@medplum/fhirtypes';
import { constantTimeEqual } from './constant-time-equal.ts';

/** Tells whether a secret is the client's present one. A client without a secret accepts none. */
export function isCurrentSecret(client: ClientApplication, secret: string): boolean {
  return client.secret !== undefined && constantTimeEqual(client.secret, secret);
}

/** Tells whether a secret is the client's present one or the one that a rotation is retiring. */
export function isAcceptedSecret(client: ClientApplication, secret: string): boolean {
  const isRetiring = client.retiringSecret !== undefined && constantTimeEqual(client.retiringSecret, secret);
  return isCurrentSecret(client, secret) || isRetiring;
}

/** Tells whether a client may authenticate at all: `status: "off"` switches it off, no status means on. */
export function isClientActive(client: ClientApplication): boolean {
  return client.status === undefined || client.status === 'active';
}
