import type { RequestHandler } from 'express';

/**
 * Reads the modules of a handler when its first request comes: reading all of them takes most of the time that the server
 * needs to start.
 */
export function lazily(load: () => Promise<RequestHandler>): RequestHandler {
  let loaded: RequestHandler | undefined;
  let loading: Promise<RequestHandler> | undefined;
  return async (request, response, next) => {
    if (!loaded) {
      loading ??= load();
      loaded = await loading;
    }
    await loaded(request, response, next);
  };
}
