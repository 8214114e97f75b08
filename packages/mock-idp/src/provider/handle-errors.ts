import type { Context, Middleware } from '#http/middleware.ts';
import { RequestError } from '#http/request-error.ts';
import { renderError } from '#page/render-error.ts';
import { errors } from './oidc-provider.ts';

/** Renders what later steps throw, and answers what no step answered. An unforeseen error goes to `reportError`. */
export function handleErrors(reportError: (error: unknown) => void): Middleware {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && !ctx.body) {
        renderError(ctx, 404, 'not_found', `Nothing answers ${ctx.method} ${ctx.path}. GET / lists what does.`);
      }
    } catch (error) {
      renderThrown(ctx, error, reportError);
    }
  };
}

function renderThrown(ctx: Context, error: unknown, reportError: (error: unknown) => void): void {
  if (error instanceof RequestError) {
    ctx.set(error.headers);
    renderError(ctx, error.status, error.code, error.message);
  } else if (error instanceof errors.SessionNotFound) {
    renderError(ctx, 400, 'session_expired', 'It was finished, cancelled or left open for more than an hour.');
  } else if (error instanceof errors.OIDCProviderError && error.expose) {
    renderError(ctx, error.statusCode, error.error, error.error_description);
  } else {
    reportError(error);
    renderError(ctx, 500, 'server_error', 'The cause is in the log of the identity provider.');
  }
}
