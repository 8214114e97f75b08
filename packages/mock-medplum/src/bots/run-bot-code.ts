import { type BotEvent, MedplumClient } from '@medplum/core';
import type { BotHandler } from '#tenant/bot-handler.ts';

/** One run of a Bot: its event, and how it reaches the server. */
export type BotRun = Readonly<{
  baseUrl: string;
  loopbackUrl: string;
  accessToken: string;
  traceId: string | undefined;
  event: BotEvent;
  /** Takes a line of the Bot's console. */
  log: (line: string) => void;
}>;

/** Runs the code of a Bot. Returns what the Bot returns, and throws what it throws. */
export type RunBotCode = (run: BotRun) => Promise<unknown>;

/** Runs a handler that came with the project: a function of this process, without a time limit. */
export function runHandler(handler: BotHandler): RunBotCode {
  return async (run) => handler(createBotClient(run), run.event);
}

/** Makes the client that a handler gets, signed in as the Bot. */
export function createBotClient({
  baseUrl,
  loopbackUrl,
  accessToken,
  traceId,
}: Omit<BotRun, 'event' | 'log'>): MedplumClient {
  return new MedplumClient({
    baseUrl,
    accessToken,
    fetch: async (url: string, options: RequestInit = {}) => {
      const headers = new Headers(options.headers);
      if (traceId !== undefined) {
        headers.set('X-Trace-Id', traceId);
        headers.set('traceparent', traceId);
      }
      // Calls the server at its loopback address, because `baseUrl` may lead to a proxy.
      const target = url.startsWith(baseUrl) ? loopbackUrl + url.slice(baseUrl.length) : url;
      return fetch(target, { ...options, headers });
    },
  });
}
