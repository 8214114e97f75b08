import type { Response } from 'express';
import type { Caller } from '#tenant/caller.ts';

/**
 * Returns who is calling, as `authenticate` left it on the response.
 *
 * @throws Error when the route is not behind `authenticate`, which is a mistake in this program.
 */
export function callerOf(response: Response): Caller {
  const { caller } = response.locals as { caller?: Caller };
  if (!caller) {
    throw new Error('This route needs the authenticate middleware in front of it.');
  }
  return caller;
}

/** Leaves the caller on the response for the handlers that follow. */
export function setCaller(response: Response, caller: Caller): void {
  response.locals['caller'] = caller;
}
