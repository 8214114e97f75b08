import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allowMethods } from '#http/allow-methods.ts';
import type { Context, Middleware } from '#http/middleware.ts';
import { answerAccount, showAccounts, type Google } from './select-account.ts';

const readScript = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');
const clientScript = readScript('gsi-client.js');
const selectScript = readScript('select.js');

/** Everything under `/google`: the part of Google Identity Services that puts a button into a page. */
export function googleRoutes(google: Google): Middleware {
  const answers: Readonly<Record<string, (ctx: Context) => void>> = {
    '/google/gsi/client': sendScript(clientScript),
    '/google/gsi/select.js': sendScript(selectScript),
    '/google/oauth2/v3/certs': (ctx) => {
      ctx.body = google.keys.certs;
    },
  };
  return async (ctx, next) => {
    const answer = Object.hasOwn(answers, ctx.path) ? answers[ctx.path] : undefined;
    if (answer) {
      allowMethods(ctx, 'GET', 'HEAD');
      answer(ctx);
    } else if (ctx.path === '/google/gsi/select') {
      allowMethods(ctx, 'GET', 'HEAD', 'POST');
      await (ctx.method === 'POST' ? answerAccount(ctx, google) : showAccounts(ctx, google));
    } else {
      await next();
    }
  };
}

function sendScript(source: string): (ctx: Context) => void {
  return (ctx) => {
    ctx.set('Cache-Control', 'no-cache');
    ctx.type = 'text/javascript';
    ctx.body = source;
  };
}
