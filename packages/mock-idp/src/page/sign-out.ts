import type { Context } from '#http/middleware.ts';
import { messagePage, signOutPage } from './pages.ts';

/** Shows the question of `GET /session/end`. OpenID Connect RP-Initiated Logout 1.0 §2. */
export function renderSignOut(ctx: Context, form: string): void {
  ctx.body = signOutPage(form);
}

/** Shows the end of a session that came with no address to return to. */
export function renderSignedOut(ctx: Context): void {
  ctx.type = 'html';
  ctx.body = messagePage({ title: 'Signed out', lead: 'Your session at the identity provider has ended.' });
}
