import type { Middleware } from '#http/middleware.ts';
import { RequestError } from '#http/request-error.ts';

/** Whether the OpenID provider pretends to be down. */
export type Outage = Readonly<{
  isDown: () => boolean;
  setDown: (down: boolean) => void;
}>;

/** The OpenID provider is up until told otherwise. */
export function createOutage(): Outage {
  let current = false;
  return {
    isDown: () => current,
    setDown: (down) => {
      current = down;
    },
  };
}

const affected = ['/authorize', '/token', '/userinfo'];

/** Answers 503 at the endpoints that a sign-in needs, for as long as the outage lasts. RFC 9110 §15.6.4. */
export function refuseWhileDown({ isDown }: Outage): Middleware {
  return async (ctx, next) => {
    if (isDown() && affected.some((path) => ctx.path === path || ctx.path.startsWith(`${path}/`))) {
      throw new RequestError(503, 'temporarily_unavailable', 'It is down on purpose, for a demo or a test.');
    }
    await next();
  };
}
