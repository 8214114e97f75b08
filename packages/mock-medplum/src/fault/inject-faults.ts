import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestHandler, Response } from 'express';
import { contextOf } from '#http/request-context.ts';
import { describeCaller } from '#request-log/describe-caller.ts';
import { noteFault } from '#request-log/request-notes.ts';
import { answerWithFault } from './answer-with-fault.ts';
import type { ActiveFault, Faults } from './faults.ts';
import { halveAnswer } from './halve-answer.ts';

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
