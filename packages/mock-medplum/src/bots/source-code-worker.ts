import { createRequire } from 'node:module';
import { format } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';

import { type BotEvent, ContentType, Hl7Message, MedplumClient, normalizeOperationOutcome } from '@medplum/core';

import { type BotRun, createBotClient } from './run-bot-code.ts';
import type { WorkerMessage } from './run-source-code.ts';

type Work = Readonly<{
  code: string;
  connection: Omit<BotRun, 'event' | 'log'>;
  event: BotEvent;
  isHl7: boolean;
}>;

const LOG_METHODS = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const;

/** The globals that Medplum gives a Bot. */
const SURROUNDINGS = {
  ContentType,
  fetch,
  Headers,
  Hl7Message,
  MedplumClient,
  ReadableStream,
  Request,
  Response,
  TextDecoder,
  TextEncoder,
  TransformStream,
  URL,
  URLSearchParams,
  WritableStream,
};

function tell(message: WorkerMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(message);
}

function logLine(...values: unknown[]): void {
  tell({ type: 'log', line: format(...values) });
}

/** Runs the code as Medplum's `vmcontext` does: a CommonJS script that sets `exports.handler`. */
async function runHandler({ code, connection, event, isHl7 }: Work): Promise<unknown> {
  const exports: { handler?: (medplum: MedplumClient, event: BotEvent) => unknown } = {};
  const context = createContext({
    ...SURROUNDINGS,
    exports,
    module: { exports },
    require: createRequire(import.meta.url),
    console: Object.fromEntries(LOG_METHODS.map((name) => [name, logLine])),
  });
  runInContext(code, context, { filename: 'index.js' });
  if (typeof exports.handler !== 'function') {
    throw new TypeError('exports.handler is not a function');
  }
  const input = isHl7 ? Hl7Message.parse(String(event.input)) : event.input;
  const returned = await exports.handler(createBotClient(connection), { ...event, input });
  return returned instanceof Hl7Message ? returned.toString() : returned;
}

try {
  const returned = await runHandler(workerData as Work);
  tell({ type: 'returned', json: JSON.stringify(returned) });
} catch (error) {
  logLine(`Unhandled error: ${error instanceof Error ? error.stack : String(error)}`);
  tell({ type: 'threw', outcome: normalizeOperationOutcome(error) });
}
