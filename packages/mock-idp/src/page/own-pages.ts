import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allowMethods } from '#http/allow-methods.ts';
import type { Context, Middleware } from '#http/middleware.ts';
import { messagePage } from './pages.ts';

const readAsset = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');
const style = readAsset('style.css');
const icon = readAsset('icon.svg');

const home = messagePage({
  title: 'What this is',
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
  '/icon.svg': (ctx) => {
    ctx.type = 'svg';
    ctx.body = icon;
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
