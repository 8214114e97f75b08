import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

import { Hl7Message, OperationOutcomeError } from '@medplum/core';
import type { OperationOutcome } from '@medplum/fhirtypes';

import { badRequestError } from '#fhir/fhir-errors.ts';

import type { RunBotCode } from './run-bot-code.ts';

/** Medplum's limit for a Bot that sets no `timeout`. */
const DEFAULT_TIMEOUT_SECONDS = 10;
/** The file has the ending of this one: it is TypeScript, or what became of it in a build. */
const WORKER = new URL(`./source-code-worker${extname(import.meta.url)}`, import.meta.url);

/** What the worker tells. */
export type WorkerMessage =
  | Readonly<{ type: 'log'; line: string }>
  | Readonly<{ type: 'returned'; json: string | undefined }>
  | Readonly<{ type: 'threw'; outcome: OperationOutcome }>;

/**
 * Runs deployed JavaScript in a thread of its own, which is ended when its time is up. That is a guard against loops and
 * no sandbox: the code can do what this process can, so only people who may do that may deploy it.
 */
export function runSourceCode(code: string, timeoutSeconds = DEFAULT_TIMEOUT_SECONDS): RunBotCode {
  return async ({ event, log, ...connection }) => {
    const { input } = event;
    const isHl7 = input instanceof Hl7Message;
    const worker = new Worker(WORKER, {
      workerData: { code, connection, isHl7, event: { ...event, input: isHl7 ? input.toString() : input } },
    });
    const timeUp = AbortSignal.timeout(timeoutSeconds * 1000);
    try {
      return await new Promise<unknown>((resolve, reject) => {
        worker.on('message', (message: WorkerMessage) => {
          if (message.type === 'log') {
            log(message.line);
          } else if (message.type === 'returned') {
            resolve(message.json === undefined ? undefined : JSON.parse(message.json));
          } else {
            reject(new OperationOutcomeError(message.outcome));
          }
        });
        worker.once('error', reject);
        worker.once('exit', () => reject(badRequestError('Bot ended without an answer')));
        timeUp.addEventListener('abort', () => {
          reject(badRequestError(`Script execution timed out after ${timeoutSeconds * 1000}ms`));
        });
      });
    } finally {
      await worker.terminate();
    }
  };
}
