import type { Middleware } from './middleware.ts';

// `script-src` names no source, so nothing runs. It is spelt out because the provider adds the hash of the
// one-line script of its own auto-submitted form (response_mode=form_post) to it.
// `form-action` is missing on purpose: Chromium applies it to every redirect that follows a form, and sign-in
// ends with redirects to the client and on to its app, whose address this provider cannot know.
const contentSecurityPolicy =
  "default-src 'none'; script-src; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Sets headers that keep pages out of frames, scripts out of pages and addresses out of other sites' logs. */
export const securityHeaders: Middleware = async (ctx, next) => {
  ctx.set({
    'Content-Security-Policy': contentSecurityPolicy,
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
    // A page that hides its address also hides its origin from its own forms, and those name it here.
    'Referrer-Policy': 'same-origin',
  });
  await next();
};
