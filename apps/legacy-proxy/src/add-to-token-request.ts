import type { RequestToken } from '#medplum/token-endpoint.ts';
import type { Config } from './config.ts';

/** Lets the features take part in the requests for a token; the one that is listed last comes first. */
export function addToTokenRequest(config: Config, send: RequestToken): RequestToken {
  return config.features.reduce((next, { tokenRequest }) => tokenRequest?.(next, config) ?? next, send);
}
