import { badRequest, forbidden, gone, notFound, OperationOutcomeError, preconditionFailed } from '@medplum/core';

export const notFoundError = (): OperationOutcomeError => new OperationOutcomeError(notFound);
export const forbiddenError = (): OperationOutcomeError => new OperationOutcomeError(forbidden);
export const goneError = (): OperationOutcomeError => new OperationOutcomeError(gone);
export const preconditionError = (): OperationOutcomeError => new OperationOutcomeError(preconditionFailed);
export const badRequestError = (text: string, expression?: string): OperationOutcomeError =>
  new OperationOutcomeError(badRequest(text, expression));
