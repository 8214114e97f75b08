import { Hl7Message } from '@medplum/core';
import { badRequestError } from '#http/fhir-errors.ts';
import type { BotSandbox } from '#tenant/bot-sandbox.ts';
import type { RunBotCode } from './run-bot-code.ts';

/** Medplum's limit for a Bot that sets no `timeout`. */
const defaultTimeoutSeconds = 10;
const switchedOff =
  'This mock-medplum does not run deployed code: start it with --run-deployed-bots (in a test, runDeployedBots: true), ' +
  'or give the function as `bots`.';

/**
 * Runs deployed JavaScript in the server's sandbox.
 *
 * @throws OperationOutcomeError 400 when the server was started without one.
 */
export function runDeployedCode(
  sandbox: BotSandbox | undefined,
  code: string,
  timeoutSeconds = defaultTimeoutSeconds,
): RunBotCode {
  if (!sandbox) {
    throw badRequestError(switchedOff);
  }
  return async ({ event, log, baseUrl, loopbackUrl, accessToken, traceId }) => {
    const { input } = event;
    const order = {
      connection: { baseUrl, accessToken, traceId },
      event: { ...event, input: input instanceof Hl7Message ? input.toString() : input },
    };
    return sandbox.run({ code, timeoutSeconds, tenant: { baseUrl, loopbackUrl }, order, log });
  };
}
