import { allOk, ContentType, getStatus } from '@medplum/core';
import type { Binary, OperationOutcome } from '@medplum/fhirtypes';
import type { Request, Response } from 'express';
import type { BotResult } from '#bots/execute-bot.ts';
import { sendOutcome } from '#http/send-outcome.ts';

/** Content types that the answer takes over from the request. All others become JSON. */
const mirroredTypes: ReadonlySet<string> = new Set([ContentType.TEXT, ContentType.HL7_V2]);

/** Answers with what a Bot returned, as it is: a Binary's content, "All OK" for nothing, or why it failed. */
export function sendBotResult(request: Request, response: Response, result: BotResult): void {
  if (!result.success) {
    sendOutcome(response, result.outcome);
    return;
  }
  const value = result.returnValue === undefined ? allOk : result.returnValue;
  if (isOfType<Binary>(value, 'Binary')) {
    response.type(value.contentType).send(Buffer.from(value.data ?? '', 'base64'));
  } else if (isOfType<OperationOutcome>(value, 'OperationOutcome')) {
    // Other than the server's own outcomes it names no request.
    response.status(getStatus(value)).type(ContentType.FHIR_JSON).send(JSON.stringify(value));
  } else {
    response.type(answerType(request)).send(typeof value === 'number' ? String(value) : value);
  }
}

function answerType(request: Request): string {
  const asked = request.get('content-type') ?? '';
  return mirroredTypes.has(asked) ? asked : ContentType.JSON;
}

function isOfType<T extends { resourceType: string }>(value: unknown, resourceType: T['resourceType']): value is T {
  return typeof value === 'object' && (value as Partial<T> | null)?.resourceType === resourceType;
}
