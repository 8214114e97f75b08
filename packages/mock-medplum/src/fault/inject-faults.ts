import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestHandler, Response } from 'express';
import { contextOf } from '#http/request-context.ts';
import { describeCaller } from '#request-log/describe-caller.ts';
import { noteFault } from '#request-log/request-notes.ts';
import { answerWithFault } from './answer-with-fault.ts';
import type { ActiveFault, Faults } from './faults.ts';

/** Applies the faults that are due. The first one that answers ends the request. */
export function injectFaults(faults: Faults): RequestHandler {
  return async (request, response, next) => {
    const { method, path } = request;
    const client = describeCaller(request, response)?.clientId;
    for (const fault of faults.take({ method, path, client })) {
      noteFault(contextOf(response), fault.id);
      if (await suffer(fault, response)) {
        return;
      }
    }
    next();
  };
}

/** @returns whether there is nothing more to answer. */
async function suffer(fault: ActiveFault, response: Response): Promise<boolean> {
  switch (fault.fault) {
    case 'delay':
      await sleep(fault.milliseconds);
      return response.destroyed;
    case 'half-answer':
      halveAnswer(response);
      return false;
    default:
      answerWithFault(fault, response);
      return true;
  }
}

/** Runs the handler, sends the first half of its answer, and breaks the connection. */
function halveAnswer(response: Response): void {
  const { send } = response;
  // Express's `json` and `send` both end in `end`, with the headers of the whole answer already set.
  response.send = function sendHalf(body: unknown): Response {
    if (body !== null && typeof body === 'object' && !Buffer.isBuffer(body)) {
      // An object comes back here as text.
      return send.call(this, body);
    }
    const whole = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : '');
    this.set('Content-Length', String(whole.length));
    this.write(whole.subarray(0, Math.ceil(whole.length / 2)), () => this.socket?.destroy());
    return this;
  };
}
