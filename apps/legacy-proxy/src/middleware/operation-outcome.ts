import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';

const codes: Readonly<Record<number, OperationOutcomeIssue['code']>> = {
  401: 'login',
  403: 'forbidden',
  404: 'not-found',
  405: 'not-supported',
  408: 'timeout',
  413: 'too-long',
  415: 'not-supported',
  429: 'throttled',
  431: 'too-long',
  502: 'transient',
  503: 'throttled',
};

/** The FHIR way to say what went wrong. */
export function operationOutcome(status: number, text: string): OperationOutcome {
  const code = codes[status] ?? (status < 500 ? 'invalid' : 'exception');
  return { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code, details: { text } }] };
}
