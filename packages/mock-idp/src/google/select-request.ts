import { RequestError } from '#http/request-error.ts';
import type { GoogleClient } from './google-clients.ts';

/** The parameters with which the pop-up was opened. */
export type SelectRequest = Readonly<{
  client: GoogleClient;
  nonce: string | undefined;
}>;

/**
 * Checks that the client id is known and that the page which opened the pop-up is at its registered origin.
 *
 * @throws RequestError 401 `invalid_client`, 400 `origin_mismatch`: Google's own statuses and codes.
 */
export function parseSelectRequest(clients: readonly GoogleClient[], parameters: URLSearchParams): SelectRequest {
  const client = clients.find(({ clientId }) => clientId === parameters.get('client_id'));
  if (!client) {
    throw new RequestError(401, 'invalid_client', 'The stand-in for Google has no OAuth client of this id.');
  }
  if (parameters.get('origin') !== client.origin) {
    throw new RequestError(400, 'origin_mismatch', `The origin registered for this client id is ${client.origin}.`);
  }
  return { client, nonce: parameters.get('nonce') || undefined };
}
