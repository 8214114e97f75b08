import type { Parameters } from '@medplum/fhirtypes';
import { badRequestError } from '#http/fhir-errors.ts';

/** The parameters of `Agent/$push`. */
export type PushParameters = Readonly<{
  body: string;
  contentType: string;
  destination: string;
  waitForResponse: boolean;
  /** Milliseconds. */
  waitTimeout: number;
}>;

const defaultWaitMs = 10_000;
const maxWaitMs = 60_000;

/** Reads plain JSON, or a Parameters resource, of which Medplum takes the string values and nothing else. */
export function readPushInput(body: unknown): Readonly<Record<string, unknown>> {
  const input = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  if (input['resourceType'] !== 'Parameters') {
    return input;
  }
  const { parameter } = input as unknown as Partial<Parameters>;
  return Object.fromEntries(
    (Array.isArray(parameter) ? parameter : []).map(({ name, valueString }) => [name, valueString]),
  );
}

/**
 * Checks the input in the order in which Medplum does.
 *
 * @throws OperationOutcomeError 400 for the first thing that is missing or wrong.
 */
export function checkPushInput(input: Readonly<Record<string, unknown>>): PushParameters {
  const [body = '', contentType = '', destination = ''] = (['body', 'contentType', 'destination'] as const).map(
    (name) => {
      const value = input[name];
      if (typeof value !== 'string' || value === '') {
        throw badRequestError(`Missing ${name} parameter`);
      }
      return value;
    },
  );
  const waitTimeout = input['waitTimeout'] ?? defaultWaitMs;
  if (typeof waitTimeout !== 'number' || waitTimeout < 0 || waitTimeout > maxWaitMs) {
    throw badRequestError('Invalid wait timeout');
  }
  return { body, contentType, destination, waitForResponse: Boolean(input['waitForResponse']), waitTimeout };
}
