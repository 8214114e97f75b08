import type { RequestHandler } from 'express';
import { checkDepth } from '#json/check-depth.ts';

/**
 * Refuses a body that is nested too deep, before anything walks it. To be mounted right behind what parses bodies.
 *
 * @throws JsonTooDeepError, which is answered with 400.
 */
export const limitDepth: RequestHandler = (request, _response, next) => {
  const { body } = request as { body: unknown };
  // Later handlers, such as the log, must not see a body that is too deep.
  request.body = undefined;
  checkDepth(body);
  request.body = body;
  next();
};
