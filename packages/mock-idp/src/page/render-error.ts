import type { Context } from '#http/middleware.ts';
import { messagePage } from './pages.ts';

const whatHappened: Readonly<Record<string, string>> = {
  invalid_client: 'The application is not registered with this identity provider.',
  invalid_redirect_uri: 'The application asked to send you to an address that is not registered for it.',
  origin_mismatch: 'The application asks from an address that is not registered for it.',
  temporarily_unavailable: 'The identity provider is down.',
  not_found: 'The identity provider has no page at this address.',
  session_expired: 'This sign-in has ended.',
  server_error: 'Something went wrong in the identity provider.',
};

/**
 * Answers with an error: a page for a browser, JSON in the form of RFC 6749 §5.2 for a program.
 *
 * @param status - HTTP status.
 * @param error - Stable code.
 * @param description - What went wrong and what to do, in one or two sentences.
 */
export function renderError(ctx: Context, status: number, error: string, description = 'No details.'): void {
  ctx.status = status;
  ctx.set('Cache-Control', 'no-store');
  if (ctx.accepts('json', 'html') === 'html') {
    ctx.type = 'html';
    ctx.body = messagePage({
      title: error === 'not_found' ? 'Page not found' : 'Sign-in cannot go on',
      lead: whatHappened[error] ?? 'The application sent a request that this identity provider does not accept.',
      details: [`${error}: ${description}`],
      next: 'Go back to the application and start again.',
    });
  } else {
    ctx.body = { error, error_description: description };
  }
}
