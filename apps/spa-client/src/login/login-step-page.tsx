import { type ReactNode, useEffect } from 'react';
import { EnrolSecondFactor } from './enrol-second-factor.tsx';
import type { LoginStep, LoginStepProps } from './login-step.ts';
import { ProfileChoice } from './profile-choice.tsx';
import { VerifyCode } from './verify-code.tsx';

/** Shows what Medplum asks for next, until the user is in. */
export function LoginStepPage({ step, ...rest }: LoginStepProps<LoginStep['status']>): ReactNode {
  // The form that had the focus is gone. A code can be typed at once; the other steps have to be read first.
  const toFocus = step.status === 'verify-code' ? 'input[name="code"]' : '#main';
  useEffect(() => document.querySelector<HTMLElement>(toFocus)?.focus(), [toFocus]);

  switch (step.status) {
    case 'choose-profile':
      return <ProfileChoice step={step} {...rest} />;
    case 'verify-code':
      return <VerifyCode step={step} {...rest} />;
    case 'enrol':
      return <EnrolSecondFactor step={step} {...rest} />;
    default:
      return null;
  }
}
