import type { Answer } from '#contract/answer.ts';
import { bearer, type Fields } from '#contract/http-client.ts';
import type { World } from '#contract/world/world.ts';

/** Asks FHIR as the client without a policy, who may do everything in the project. */
export async function asConfidential(
  w: World,
  method: string,
  path: string,
  body?: unknown,
  headers: Fields = {},
): Promise<Answer> {
  return w.fhir(method, path, { ...bearer(await w.clientToken('confidential')), ...headers }, body);
}
