import type { Request } from 'express';

/** Returns the caller's address, which behind a proxy `X-Forwarded-For` tells, without the prefix of a mapped IPv4. */
export function remoteAddressOf(request: Request): string {
  return (request.ip ?? '').replace(/^::ffff:/, '');
}
