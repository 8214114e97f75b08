import { parseJson } from '#json/parse-json.ts';
import { OutboundError } from './outbound-error.ts';
import type { OutboundAnswer } from './safe-fetch.ts';

/**
 * Reads an answer that has to be a JSON object.
 *
 * @throws OutboundError when it is none, or no success.
 */
export function readJsonObject({ status, text }: OutboundAnswer): Readonly<Record<string, unknown>> {
  const value = status === 200 ? tryParse(text) : undefined;
  if (typeof value !== 'object' || value === null) {
    throw new OutboundError('The answer is no JSON object.');
  }
  return value as Readonly<Record<string, unknown>>;
}

function tryParse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
