import { OperationOutcomeError } from '@medplum/core';
import type { RequestHandler } from 'express';
import type { Tenant } from '#tenant/tenant.ts';
import { authenticate } from './authenticate.ts';

/**
 * For an endpoint that is open to all: lets requests without credentials, or with bad ones, through.
 *
 * @throws OperationOutcomeError 400 "Authentication error" when the credentials are good and the membership behind them
 *   is gone, as Medplum does before it looks at the endpoint.
 */
export function refuseEndedMember(tenant: Tenant): RequestHandler {
  const identify = authenticate(tenant);
  return async (request, response, next) => {
    try {
      await identify(request, response, () => {});
    } catch (error) {
      if (error instanceof OperationOutcomeError && error.outcome.issue[0]?.code === 'invalid') {
        throw error;
      }
    }
    next();
  };
}
