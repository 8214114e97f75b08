import type { MedplumClient } from '@medplum/core';
import { type ErrorTexts, explainRefusal } from '#login/explain-refusal.ts';
import type { LoginErrorCode } from '#login/failures.ts';
import type { MfaMethod } from '#login/login-step.ts';

/** The second factors of whoever is signed in, and what an authenticator app needs to become one. */
export type SecondFactors = Readonly<{
  enrolled: readonly MfaMethod[];
  allowed: readonly MfaMethod[];
  isRequired: boolean;
  email: string | undefined;
  qrCode: string;
  keyUri: string;
}>;

type Status = Readonly<{
  enrolledMethods?: readonly MfaMethod[];
  allowedMethods?: readonly MfaMethod[];
  mfaRequired?: boolean;
  email?: string;
  enrollQrCode?: string;
  enrollUri?: string;
}>;

export async function readSecondFactors(medplum: MedplumClient): Promise<SecondFactors> {
  const status = await refused(medplum.get<Status>('auth/mfa/status', { cache: 'reload' }));
  return {
    enrolled: status.enrolledMethods ?? [],
    allowed: status.allowedMethods ?? ['totp'],
    isRequired: status.mfaRequired ?? false,
    email: status.email,
    qrCode: status.enrollQrCode ?? '',
    keyUri: status.enrollUri ?? '',
  };
}

/** Each change takes a code, so that nobody else can make it on a device that was left open. */
export async function changeSecondFactor(
  medplum: MedplumClient,
  change: 'enroll' | 'disable',
  { method, code: token }: Readonly<{ method: MfaMethod; code: string }>,
): Promise<void> {
  await refused(medplum.post(`auth/mfa/${change}`, { method, token }, undefined, { maxRetries: 0 }));
}

export async function mailSecondFactorCode(medplum: MedplumClient): Promise<void> {
  await refused(medplum.post('auth/mfa/send-email-challenge', {}, undefined, { maxRetries: 0 }));
}

const texts: ErrorTexts<LoginErrorCode> = { 'Invalid token': 'wrong_code', 'Invalid MFA token': 'wrong_code' };

async function refused<Answer>(request: Promise<Answer>): Promise<Answer> {
  return request.catch((cause: unknown) => {
    throw explainRefusal(cause, texts);
  });
}
