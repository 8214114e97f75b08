import { badRequest, OperationOutcomeError } from '@medplum/core';
import type { ClientApplication, DomainConfiguration } from '@medplum/fhirtypes';
import { z } from 'zod';
import { parseJson } from '#json/parse-json.ts';

const text = z.string().nullish();

const stateSchema = z.object({
  domain: text,
  projectId: text,
  clientId: text,
  issuer: text,
  scope: text,
  nonce: text,
  launch: text,
  codeChallenge: text,
  codeChallengeMethod: text,
  redirectUri: text,
  returnTo: text,
});

/** What an app gave the identity provider as `state`: its own request for a login, as JSON. */
export type ExternalState = z.output<typeof stateSchema>;

/** Whose identity provider it is: the client's, or the domain's. */
export type ProviderOwner = Readonly<{
  client: ClientApplication | undefined;
  domain: DomainConfiguration | undefined;
}>;

/**
 * Reads the code and the state that the identity provider sent back.
 *
 * @throws OperationOutcomeError 400 when one of them is missing or is not what an app may send.
 */
export function readExternalState(code: string | undefined, stateText: string | undefined): ExternalState {
  if (!code) {
    throw new OperationOutcomeError(badRequest('Missing code'));
  }
  if (!stateText) {
    throw new OperationOutcomeError(badRequest('Missing state'));
  }
  try {
    return stateSchema.parse(parseJson(stateText));
  } catch (cause) {
    throw new OperationOutcomeError(badRequest('Invalid state'), { cause });
  }
}
