import { type RequestHandler, Router } from 'express';
import { z } from 'zod';

import { readBody } from '#http/read-body.ts';
import type { World } from '#world/world.ts';

import { makeSession } from './make-session.ts';

const expiry = z.strictObject({
  login: z.string().optional(),
  tokens: z.enum(['access', 'refresh', 'all']).default('access'),
});

const wish = z.strictObject({
  /** Email of a user. */
  user: z.string().optional(),
  /** Id of the client: the one that signs in, or through which the user does. */
  client: z.string().optional(),
  scope: z.string().optional(),
  /** Which of the user's profiles, as a reference. Default is the first. */
  profile: z.string().optional(),
});

/** Which tokens to end. */
export type TokenExpiry = z.input<typeof expiry>;

/** For whom to make a session. */
export type SessionWish = z.input<typeof wish>;

/** `POST /mock/tokens` gives ready-made tokens, `POST /mock/tokens/expire` ends tokens before their time. */
export function tokenRoutes(world: World): Router {
  const routes = Router();
  routes.post('/', giveSession(world));
  routes.post('/expire', (request, response) => {
    world.keys.expire(readBody(world.tenant, request, expiry));
    response.status(204).end();
  });
  return routes;
}

function giveSession(world: World): RequestHandler {
  return async (request, response) => {
    response.json(await makeSession(world.tenant, readBody(world.tenant, request, wish)));
  };
}
