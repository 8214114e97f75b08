import { OperationOutcomeError } from '@medplum/core';
import type { OperationOutcomeIssue } from '@medplum/fhirtypes';
import type { Request } from 'express';
import type { z } from 'zod';
import type { Tenant } from '#tenant/tenant.ts';

/**
 * Reads a JSON or form body of one of Medplum's own endpoints.
 *
 * @param schema What the body has to be; its messages are what Medplum says.
 * @throws OperationOutcomeError 400 with one issue for each wrong field.
 */
export function readBody<S extends z.ZodType>(tenant: Tenant, request: Pick<Request, 'body'>, schema: S): z.output<S> {
  return checkInput(tenant, isRecord(request.body) ? request.body : {}, schema);
}

/**
 * Checks any input of a request, for example its path parameters.
 *
 * @throws OperationOutcomeError 400 with one issue for each wrong field.
 */
export function checkInput<S extends z.ZodType>(tenant: Tenant, input: unknown, schema: S): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) {
    return result.data;
  }
  const issue = result.error.issues.map(({ path, message }): OperationOutcomeIssue => ({
    severity: 'error',
    code: 'invalid',
    ...(path.length > 0 && { expression: [path.join('.')] }),
    details: { text: message },
  }));
  throw new OperationOutcomeError({ resourceType: 'OperationOutcome', id: tenant.random.uuid(), issue });
}

function isRecord(body: unknown): body is Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}
