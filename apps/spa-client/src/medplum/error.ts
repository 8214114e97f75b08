import type { OperationOutcome } from '@medplum/fhirtypes';

/** What can go wrong on the way in. `ui/describe-failure.ts` has words for each. A feature has codes of its own. */
export type SignInErrorCode =
  | 'callback_without_attempt'
  | 'state_mismatch'
  | 'issuer_mismatch'
  | 'issuer_missing'
  | 'code_missing'
  | 'denied'
  | 'authorization_failed'
  | 'code_refused'
  | 'id_token_refused'
  | 'too_many_attempts'
  | 'address_blocked'
  | 'user_unknown'
  | 'refused'
  | 'insecure_page'
  | 'address_refused'
  | 'storage_unavailable'
  | 'unreachable';

type SignInErrorOptions = ErrorOptions & Readonly<{ raw?: unknown }>;

/** Why somebody is not signed in. A feature names its codes: `new SignInError<GoogleErrorCode>('google_refused', …)`. */
export class SignInError<Code extends string = SignInErrorCode> extends Error {
  readonly code: Code;
  /** What the server answered: an OperationOutcome or an OAuth error. It holds no token. */
  readonly raw: unknown;

  // NoInfer: whoever names no codes of their own may use those above and no others.
  constructor(code: NoInfer<Code>, message: string, { raw, ...options }: SignInErrorOptions = {}) {
    super(message, options);
    this.name = 'SignInError';
    this.code = code;
    this.raw = raw;
  }
}

/** Medplum's texts, each with the code that it stands for. */
export type ErrorTexts<Code extends string = string> = Readonly<Record<string, Code>>;

/** Texts by which Medplum tells apart what has the same status. */
const knownTexts: ErrorTexts<SignInErrorCode> = {
  'IP address not allowed': 'address_blocked',
  'User not found': 'user_unknown',
  'Invalid origin': 'authorization_failed',
};

/**
 * Turns what a request to Medplum threw into a SignInError.
 *
 * @param otherwise - What it means when Medplum answered and nothing more is known.
 * @param texts - What Medplum's texts mean at this endpoint, if not what they mean elsewhere.
 */
export function toSignInError(cause: unknown, otherwise: string, texts: ErrorTexts = {}): SignInError<string> {
  if (cause instanceof SignInError) {
    const code = cause.code === otherwise ? texts[cause.message] : undefined;
    return code ? new SignInError<string>(code, cause.message, { cause, raw: cause.raw }) : cause;
  }
  const outcome = outcomeOf(cause);
  return outcome
    ? refusalOf(outcome, otherwise, { texts, cause })
    : new SignInError<string>('unreachable', cause instanceof Error ? cause.message : String(cause), { cause });
}

/** Reads a refusal of the token endpoint: an OAuth error, or an OperationOutcome where Medplum answers with one. */
export async function tokenEndpointError(response: Response, otherwise: string): Promise<SignInError<string>> {
  const raw = (await response.json().catch(() => ({ status: response.status }))) as object;
  if ('resourceType' in raw) {
    return refusalOf(raw as OperationOutcome, otherwise);
  }
  const { error, error_description: description = error } = raw as { error?: string; error_description?: string };
  const code = response.status === 429 ? 'too_many_attempts' : (knownTexts[description ?? ''] ?? otherwise);
  return new SignInError<string>(code, description ?? `The token endpoint answered ${response.status}`, { raw });
}

/** What the SDK's OperationOutcomeError carries. Without importing that class, the first screen needs no SDK. */
function outcomeOf(error: unknown): OperationOutcome | undefined {
  return error instanceof Error && 'outcome' in error ? (error.outcome as OperationOutcome) : undefined;
}

type RefusalOptions = ErrorOptions & Readonly<{ texts?: ErrorTexts }>;

function refusalOf(
  raw: OperationOutcome,
  otherwise: string,
  { texts, cause }: RefusalOptions = {},
): SignInError<string> {
  const [issue] = raw.issue;
  const text = issue?.details?.text ?? issue?.diagnostics ?? 'Medplum gave no reason';
  const code = issue?.code === 'throttled' ? 'too_many_attempts' : (texts?.[text] ?? knownTexts[text] ?? otherwise);
  return new SignInError<string>(code, text, { raw, cause });
}
