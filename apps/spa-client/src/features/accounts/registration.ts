import type { LoginAuthenticationResponse } from '@medplum/core';
import { type ErrorTexts, explainRefusal } from '#login/explain-refusal.ts';
import { askForLogin, type LoginStep } from '#login/login-step.ts';
import type { Attempt } from '#medplum/attempt.ts';
import type { SignInContext } from '#medplum/client.ts';
import { createAttempt } from '#medplum/code-flow.ts';
import { robotCheck, weakPassword } from './error-texts.ts';
import type { AccountErrorCode } from './failures.ts';

export type NewPatient = Readonly<{ firstName: string; lastName: string; email: string; password: string }>;

export type Registration = Readonly<{
  /** Makes the account and the patient, and signs the patient in. */
  register: (patient: NewPatient) => Promise<LoginStep>;
}>;

type Begun = Readonly<{ patient: NewPatient; login: string; attempt: Attempt }>;

const texts: ErrorTexts<AccountErrorCode> = {
  ...robotCheck,
  ...weakPassword,
  'Email already registered': 'email_taken',
  'Registration is disabled': 'registration_closed',
  'Project does not allow open registration': 'registration_closed',
};

/**
 * A patient registers in two requests: `auth/newuser` makes the account, `auth/newpatient` what it may see. When only the
 * second one fails, the next try goes on from there: the email would be taken by the account that is half made.
 */
export function createRegistration(context: SignInContext, projectId: string): Registration {
  let begun: Begun | undefined;

  const begin = async (patient: NewPatient): Promise<Begun> => {
    if (begun && JSON.stringify(begun.patient) === JSON.stringify(patient)) {
      return begun;
    }
    const { clientId, scope } = context.settings;
    const { attempt, codeChallenge } = await createAttempt();
    const { nonce } = attempt;
    const body = { ...patient, projectId, clientId, scope, nonce, codeChallenge, codeChallengeMethod: 'S256' };
    const answer = (await context.medplum.post('auth/newuser', body)) as LoginAuthenticationResponse;
    return { patient, login: answer.login, attempt };
  };

  return {
    register: async (patient) => {
      try {
        begun = await begin(patient);
        const { login, attempt } = begun;
        return await askForLogin(context, attempt, {
          path: 'auth/newpatient',
          body: { login, projectId },
          otherwise: 'refused',
        });
      } catch (error) {
        throw explainRefusal(error, texts);
      }
    },
  };
}
