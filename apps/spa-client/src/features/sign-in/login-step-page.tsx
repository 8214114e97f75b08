import type { ReactNode } from 'react';
import type { LoginStep } from '#medplum/login-step.ts';
import { ProfileChoice } from './profile-choice.tsx';

export type LoginStepProps<Status extends LoginStep['status']> = Readonly<{
  step: Extract<LoginStep, { status: Status }>;
  onStep: (next: LoginStep) => void;
  startOver: () => void;
}>;

/** Shows what Medplum asks for next, until the user is in. */
export function LoginStepPage({ step, ...rest }: LoginStepProps<LoginStep['status']>): ReactNode {
  switch (step.status) {
    case 'choose-profile':
      return <ProfileChoice step={step} {...rest} />;
    default:
      return null;
  }
}
