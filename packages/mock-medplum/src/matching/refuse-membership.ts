import { type Filter, invalidSearchOperator, Operator, OperationOutcomeError } from '@medplum/core';

/**
 * Refuses `:in` and `:not-in`, which ask for the members of a ValueSet.
 *
 * @throws OperationOutcomeError 400 that names the parameter.
 */
export function refuseMembership({ operator, code }: Filter): void {
  if (operator === Operator.IN || operator === Operator.NOT_IN) {
    throw new OperationOutcomeError(invalidSearchOperator(operator, code));
  }
}
