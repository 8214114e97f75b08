import { badRequest, OperationOutcomeError } from '@medplum/core';
import type { Tenant } from '#tenant/tenant.ts';

/** What a registration says of the riddle that Google gave. */
export type RecaptchaAnswer = Readonly<{
  recaptchaSiteKey?: string | null | undefined;
  recaptchaToken?: unknown;
  projectId?: string | null | undefined;
}>;

/**
 * Checks that the site key is one of a project's, and that there is a token. Nobody asks Google whether the token holds.
 *
 * @throws OperationOutcomeError 400 with Medplum's texts.
 */
export function checkRecaptcha(
  { store }: Tenant,
  { recaptchaSiteKey, recaptchaToken, projectId }: RecaptchaAnswer,
): void {
  if (!recaptchaSiteKey) {
    return;
  }
  const sites = [...store.list('Project')]
    .filter(({ id }) => !projectId || id === projectId)
    .flatMap(({ site }) => site ?? []);
  const found = sites.find((site) => site.recaptchaSiteKey === recaptchaSiteKey);
  if (!found) {
    throw new OperationOutcomeError(badRequest('Invalid recaptchaSiteKey'));
  }
  if (!found.recaptchaSecretKey) {
    throw new OperationOutcomeError(badRequest('Invalid recaptchaSecretKey'));
  }
  if (!recaptchaToken) {
    throw new OperationOutcomeError(badRequest('Recaptcha token is required'));
  }
}
