import { SignInError, type SignInErrorCode } from '#medplum/sign-in-error.ts';

/** A failed sign-in as history state: plain data that outlives a reload. */
export type SignInFailure = Readonly<{ code: SignInErrorCode | 'unexpected'; detail: string }>;

export function failureOf(error: unknown): SignInFailure {
  return error instanceof SignInError
    ? { code: error.code, detail: error.message }
    : { code: 'unexpected', detail: String(error) };
}
