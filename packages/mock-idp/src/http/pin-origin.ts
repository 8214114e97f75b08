import type { Middleware } from './middleware.ts';

/**
 * Makes every URL that the provider builds begin with the issuer, whatever host the request names.
 *
 * oidc-provider takes scheme and host from these two headers when it trusts a proxy, which `createApp` tells it to.
 */
export function pinOrigin(issuer: string): Middleware {
  const { host, protocol } = new URL(issuer);
  return async (ctx, next) => {
    ctx.req.headers['x-forwarded-host'] = host;
    ctx.req.headers['x-forwarded-proto'] = protocol.slice(0, -1);
    await next();
  };
}
