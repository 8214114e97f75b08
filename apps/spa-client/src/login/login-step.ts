import type { LoginAuthenticationResponse } from '@medplum/core';
import type { ProjectMembership } from '@medplum/fhirtypes';
import * as oauth from 'oauth4webapi';
import type { Attempt } from '#medplum/attempt.ts';
import type { SignInContext } from '#medplum/client.ts';
import { checkAnswer } from '#medplum/code-flow.ts';
import { type ErrorTexts, explainRefusal } from './explain-refusal.ts';
import type { LoginErrorCode } from './failures.ts';
import { redeemLoginCode } from './redeem-login-code.ts';

/** A second factor: an authenticator app (RFC 6238), or a code by mail. */
export type MfaMethod = 'totp' | 'email';

/** What a sign-in inside this page asks for next. Each answer leads to another step, the last of them `signed-in`. */
export type LoginStep =
  | Readonly<{ status: 'signed-in' }>
  | Readonly<{
      status: 'choose-profile';
      memberships: readonly ProjectMembership[];
      choose: (membershipId: string) => Promise<LoginStep>;
    }>
  | Readonly<{
      status: 'verify-code';
      /** What the user is enrolled in. Whoever has nothing but the mail gets the first code without asking. */
      methods: readonly MfaMethod[];
      email: string | undefined;
      verify: (code: string) => Promise<LoginStep>;
      mailCode: () => Promise<void>;
    }>
  | Readonly<{
      status: 'enrol';
      methods: readonly MfaMethod[];
      /** What an authenticator app takes in, as a `data:` URL of an image and as an `otpauth:` URI. */
      qrCode: string;
      keyUri: string;
      enrolApp: (code: string) => Promise<LoginStep>;
      enrolMail: () => Promise<LoginStep>;
    }>;

/** What a page of one step is given. */
export type LoginStepProps<Status extends LoginStep['status']> = Readonly<{
  step: Extract<LoginStep, { status: Status }>;
  onStep: (next: LoginStep) => void;
  startOver: () => void;
}>;

/** What Medplum says to any step of a login. */
const loginTexts: ErrorTexts<LoginErrorCode> = {
  'Invalid MFA token': 'wrong_code',
  'Login revoked': 'login_ended',
  'Login granted': 'login_ended',
  'Login already granted': 'login_ended',
  'Login already verified': 'login_ended',
};

type LoginRequest = Readonly<{ path: string; body: object; otherwise: string; texts?: ErrorTexts }>;

/** Sends one request of a login and answers with what comes after it. */
export async function askForLogin(
  context: SignInContext,
  attempt: Attempt,
  { path, body, otherwise, texts }: LoginRequest,
): Promise<LoginStep> {
  const answer = await postOnce(context, path, body).catch((cause: unknown) => {
    throw explainRefusal(cause, { ...loginTexts, ...texts }, otherwise);
  });
  return nextStep(context, attempt, answer as LoginAnswer);
}

/** The SDK would repeat what met a server error, and Medplum counts every try at a password or a code. */
async function postOnce({ medplum }: SignInContext, path: string, body: object): Promise<unknown> {
  return medplum.post(path, body, undefined, { maxRetries: 0 });
}

/** The SDK's type leaves the key URI out. */
type LoginAnswer = LoginAuthenticationResponse & Readonly<{ enrollUri?: string }>;

/** Goes on with a login that Medplum began after an identity provider, where there is still something to choose. */
export async function continueLogin(context: SignInContext, attempt: Attempt, login: string): Promise<LoginStep> {
  const path = `auth/login/${encodeURIComponent(login)}`;
  const answer = await context.medplum.get(path, { cache: 'reload' }).catch((cause: unknown) => {
    throw explainRefusal(cause, loginTexts);
  });
  return nextStep(context, attempt, answer as LoginAuthenticationResponse);
}

/** Reads what Medplum answered to a step of a login: a code, or what it still wants to know. */
export async function nextStep(context: SignInContext, attempt: Attempt, answer: LoginAnswer): Promise<LoginStep> {
  const { login, code, memberships, mfaRequired, mfaEnrollRequired } = answer;
  const ask = async (path: string, body: object): Promise<LoginStep> =>
    askForLogin(context, attempt, { path, body: { login, ...body }, otherwise: 'refused' });
  if (mfaEnrollRequired) {
    return enrolStep(answer, ask);
  }
  if (mfaRequired) {
    return verifyStep(context, answer, ask);
  }
  if (memberships) {
    return { status: 'choose-profile', memberships, choose: async (profile) => ask('auth/profile', { profile }) };
  }
  // No redirect, hence no state: the code came as the answer to this page's own request.
  const answered = new URLSearchParams({ code: code ?? '' });
  const redeemable = checkAnswer(context.authorizationServer, answered, oauth.expectNoState);
  await redeemLoginCode(context, redeemable, attempt);
  return { status: 'signed-in' };
}

type Ask = (path: string, body: object) => Promise<LoginStep>;

function enrolStep(
  { allowedMfaMethods = ['totp'], enrollQrCode = '', enrollUri = '' }: LoginAnswer,
  ask: Ask,
): LoginStep {
  return {
    status: 'enrol',
    methods: allowedMfaMethods,
    qrCode: enrollQrCode,
    keyUri: enrollUri,
    enrolApp: async (token) => ask('auth/mfa/login-enroll', { token }),
    enrolMail: async () => ask('auth/mfa/login-enroll', { method: 'email' }),
  };
}

function verifyStep(context: SignInContext, { login, mfaMethods = ['totp'], email }: LoginAnswer, ask: Ask): LoginStep {
  return {
    status: 'verify-code',
    methods: mfaMethods,
    email,
    verify: async (token) => ask('auth/mfa/verify', { token }),
    mailCode: async () => {
      await postOnce(context, 'auth/mfa/send-email', { login }).catch((cause: unknown) => {
        throw explainRefusal(cause, loginTexts);
      });
    },
  };
}
