import { badRequest, OperationOutcomeError } from '@medplum/core';
import type { Tenant } from '#tenant/tenant.ts';

/** @throws OperationOutcomeError 400 when the server takes no new users. */
export function checkRegistration({ settings }: Tenant): void {
  if (!settings.registerEnabled) {
    throw new OperationOutcomeError(badRequest('Registration is disabled'));
  }
}
