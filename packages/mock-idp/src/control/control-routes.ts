import { allowMethods } from '#http/allow-methods.ts';
import type { Context, Middleware } from '#http/middleware.ts';
import { readJson } from '#http/read-json.ts';
import { RequestError } from '#http/request-error.ts';
import { guardControl } from './guard-control.ts';
import type { Outage } from './outage.ts';

/** `GET` and `POST /mock/down`: lets a demo or a test in another process take the OpenID provider down and up. */
export function controlRoutes(outage: Outage): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== '/mock/down') {
      await next();
      return;
    }
    guardControl(ctx);
    allowMethods(ctx, 'GET', 'HEAD', 'POST');
    if (ctx.method === 'POST') {
      outage.setDown(await readDown(ctx));
    }
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { down: outage.isDown() };
  };
}

async function readDown(ctx: Context): Promise<boolean> {
  const order = await readJson(ctx);
  if (typeof order !== 'object' || order === null || !('down' in order) || typeof order.down !== 'boolean') {
    throw new RequestError(400, 'invalid_request', 'Send {"down": true} or {"down": false}.');
  }
  return order.down;
}
