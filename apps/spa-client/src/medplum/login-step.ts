import type { LoginAuthenticationResponse } from '@medplum/core';
import type { ProjectMembership } from '@medplum/fhirtypes';
import * as oauth from 'oauth4webapi';
import { medplumRefusal } from './medplum-refusal.ts';
import { redeemCode } from './redeem-code.ts';
import type { SignInAttempt } from './sign-in-attempt.ts';
import type { SignInContext } from './sign-in-context.ts';
import { SignInError, type SignInErrorCode } from './sign-in-error.ts';

/** What a sign-in inside this page asks for next. Each answer leads to another step, the last of them `signed-in`. */
export type LoginStep =
  | Readonly<{ status: 'signed-in' }>
  | Readonly<{
      status: 'choose-profile';
      memberships: readonly ProjectMembership[];
      choose: (membershipId: string) => Promise<LoginStep>;
    }>;

/** Sends one request of a login and answers with what comes after it. */
export async function askForLogin(
  context: SignInContext,
  attempt: SignInAttempt,
  { path, body, otherwise }: Readonly<{ path: string; body: object; otherwise: SignInErrorCode }>,
): Promise<LoginStep> {
  const answer = await context.medplum.post(path, body).catch((cause: unknown) => {
    throw medplumRefusal(cause, otherwise);
  });
  return nextStep(context, attempt, answer as LoginAuthenticationResponse);
}

/** Reads what Medplum answered to a step of a login: a code, or what there is to choose from. */
async function nextStep(
  context: SignInContext,
  attempt: SignInAttempt,
  { login, code, memberships }: LoginAuthenticationResponse,
): Promise<LoginStep> {
  if (memberships) {
    const choose = (profile: string): Promise<LoginStep> =>
      askForLogin(context, attempt, { path: 'auth/profile', body: { login, profile }, otherwise: 'refused' });
    return { status: 'choose-profile', memberships, choose };
  }
  if (!code) {
    throw new SignInError('code_missing', 'The answer has no code');
  }
  const { server, client } = context.authorizationServer;
  // No redirect, hence no state: the code came as the answer to this page's own request.
  const answer = oauth.validateAuthResponse(server, client, new URLSearchParams({ code }), oauth.expectNoState);
  await redeemCode(context, answer, attempt);
  return { status: 'signed-in' };
}
