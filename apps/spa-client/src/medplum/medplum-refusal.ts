import { isOperationOutcome, normalizeOperationOutcome, OperationOutcomeError } from '@medplum/core';
import { SignInError, type SignInErrorCode } from './error.ts';

export type RefusalTexts = Readonly<Record<string, SignInErrorCode>>;

/** Texts by which Medplum tells apart what has the same status. */
const knownTexts: RefusalTexts = {
  'IP address not allowed': 'address_blocked',
  'User not found': 'user_unknown',
  'Invalid origin': 'authorization_failed',
  'Invalid MFA token': 'wrong_code',
  'Login revoked': 'login_ended',
  'Login granted': 'login_ended',
  'Login already granted': 'login_ended',
  'Login already verified': 'login_ended',
};

/**
 * Turns what a request to Medplum threw into a SignInError.
 *
 * @param otherwise - What it means when Medplum answered and nothing more is known.
 * @param texts - What Medplum's texts mean at this endpoint, if not what they mean elsewhere.
 */
export function medplumRefusal(cause: unknown, otherwise: SignInErrorCode, texts: RefusalTexts = {}): SignInError {
  if (cause instanceof SignInError) {
    return cause;
  }
  if (cause instanceof OperationOutcomeError) {
    return refusalOf(cause.outcome, otherwise, { texts, cause });
  }
  return new SignInError('unreachable', cause instanceof Error ? cause.message : String(cause), { cause });
}

/** Reads a refusal of the token endpoint: an OAuth error, or an OperationOutcome where Medplum answers with one. */
export async function tokenRefusal(response: Response, otherwise: SignInErrorCode): Promise<SignInError> {
  const raw = (await response.json().catch(() => ({ status: response.status }))) as object;
  if (isOperationOutcome(raw)) {
    return refusalOf(raw, otherwise);
  }
  const { error, error_description: description = error } = raw as { error?: string; error_description?: string };
  const code = response.status === 429 ? 'too_many_attempts' : (knownTexts[description ?? ''] ?? otherwise);
  return new SignInError(code, description ?? `The token endpoint answered ${response.status}`, { raw });
}

type RefusalOptions = ErrorOptions & Readonly<{ texts?: RefusalTexts }>;

function refusalOf(answer: unknown, otherwise: SignInErrorCode, { texts, cause }: RefusalOptions = {}): SignInError {
  const raw = normalizeOperationOutcome(answer);
  const issue = raw.issue[0];
  const text = issue?.details?.text ?? issue?.diagnostics ?? 'Medplum gave no reason';
  const code = issue?.code === 'throttled' ? 'too_many_attempts' : (texts?.[text] ?? knownTexts[text] ?? otherwise);
  return new SignInError(code, text, { raw, cause });
}
