import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { onTestFinished } from 'vitest';
import { serve } from '#src/serve.ts';

/** Serves what is in each of the handlers, in their order, until the test ends. Gives the URL. */
export async function serveHandlers(
  handlers: readonly RequestHandler[],
  onError: ErrorRequestHandler = answerStatus,
): Promise<string> {
  const app = express().use(...handlers, onError);
  const server = await serve(app, { port: 0 });
  onTestFinished(async () => server.close(0));
  return server.url;
}

/** Answers with the status of an error, and with nothing of the rest. */
const answerStatus: ErrorRequestHandler = ({ status }: { status?: number }, _request, response, _next) => {
  response.status(status ?? 500).end();
};
