import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allowMethods } from '#http/allow-methods.ts';
import type { Context, Middleware } from '#http/middleware.ts';
import { messagePage } from './pages.ts';

const style = readFileSync(join(import.meta.dirname, 'style.css'), 'utf8');

const home = messagePage({
  title: 'Demo identity provider',
  lead: 'Applications send you here to sign in, and you go back to them with proof of who you are.',
  links: [
    { href: '/.well-known/openid-configuration', text: 'What this provider offers (discovery document)' },
    { href: '/jwks', text: 'Its public keys' },
    { href: '/session/end', text: 'Sign out, to sign in as somebody else' },
  ],
});

const answers: Readonly<Record<string, (ctx: Context) => void>> = {
  '/': (ctx) => {
    ctx.type = 'html';
    ctx.body = home;
  },
  '/style.css': (ctx) => {
    ctx.type = 'css';
    ctx.body = style;
  },
  '/healthz': (ctx) => {
    ctx.body = { app: 'mock-idp' };
  },
};

/** Answers the few addresses that are no part of OpenID Connect. */
export const ownPages: Middleware = async (ctx, next) => {
  const answer = Object.hasOwn(answers, ctx.path) ? answers[ctx.path] : undefined;
  if (!answer) {
    await next();
    return;
  }
  allowMethods(ctx, 'GET', 'HEAD');
  answer(ctx);
};
