import type { LoginAuthenticationResponse } from '@medplum/core';
import { normalizeOperationOutcome, OperationOutcomeError } from '@medplum/core';
import type { ProjectMembership } from '@medplum/fhirtypes';
import { createPkce } from './pkce.ts';
import { redeemCode, type Redeemer } from './redeem-code.ts';
import { SignInError } from './sign-in-error.ts';

export type Credentials = Readonly<{ email: string; password: string }>;

/** Either the user is in, or has several profiles and must choose one. */
export type PasswordStep =
  | Readonly<{ status: 'signed-in' }>
  | Readonly<{
      status: 'choose-profile';
      memberships: readonly ProjectMembership[];
      choose: (membershipId: string) => Promise<void>;
    }>;

type PasswordDeps = Redeemer & Readonly<{ scope: string }>;

/** The embedded form: authorization code and PKCE as in the redirect, but this app sees the password. */
export async function signInWithPassword(deps: PasswordDeps, credentials: Credentials): Promise<PasswordStep> {
  const { medplum, scope } = deps;
  const { codeVerifier, codeChallenge } = await createPkce();
  const redeem = (code: string): Promise<void> => redeemCode(deps, { code, codeVerifier });

  const answer = await ask(() =>
    medplum.startLogin({ ...credentials, scope, codeChallenge, codeChallengeMethod: 'S256' }),
  );
  if (answer.memberships) {
    const choose = async (membershipId: string): Promise<void> => {
      const chosen = await ask(() => medplum.post('auth/profile', { login: answer.login, profile: membershipId }));
      await redeem(codeOf(chosen));
    };
    return { status: 'choose-profile', memberships: answer.memberships, choose };
  }
  await redeem(codeOf(answer));
  return { status: 'signed-in' };
}

function codeOf(answer: LoginAuthenticationResponse): string {
  if (answer.mfaRequired || answer.mfaEnrollRequired) {
    throw new SignInError('second_factor_required', 'Medplum asks for a second factor');
  }
  if (!answer.code) {
    throw new SignInError('code_missing', 'The answer has no code');
  }
  return answer.code;
}

async function ask(request: () => Promise<LoginAuthenticationResponse>): Promise<LoginAuthenticationResponse> {
  try {
    return await request();
  } catch (cause) {
    if (!(cause instanceof OperationOutcomeError)) {
      throw new SignInError('unreachable', 'No answer from Medplum', { cause });
    }
    const issue = normalizeOperationOutcome(cause).issue[0];
    throw new SignInError(issue?.code === 'throttled' ? 'too_many_attempts' : 'wrong_credentials', cause.message, {
      cause,
    });
  }
}
