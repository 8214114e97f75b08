import type { Answer } from '#contract/answer.ts';
import { bearer, type Fields } from '#contract/http-client.ts';
import type { Setup } from '#contract/setup/setup.ts';

/** Asks FHIR as the client without a policy, who may do everything in the project. */
export async function asConfidential(
  setup: Setup,
  method: string,
  path: string,
  body?: unknown,
  headers: Fields = {},
): Promise<Answer> {
  return setup.fhir(method, path, { ...bearer(await setup.clientToken('confidential')), ...headers }, body);
}
