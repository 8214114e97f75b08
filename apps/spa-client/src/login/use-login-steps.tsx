import type { ReactNode } from 'react';
import { lazyPage } from '#ui/page-parts.tsx';
import type { LoginStep } from './login-step.ts';

const LoginStepPage = lazyPage(async () => (await import('./login-step-page.tsx')).LoginStepPage);

/** Shows what Medplum asks next in place of the cards of the sign-in page, and these again when the user starts over. */
export function useLoginSteps(replaceCards: (page: ReactNode) => void): (step: LoginStep) => void {
  const show = (step: LoginStep): void =>
    replaceCards(<LoginStepPage step={step} onStep={show} startOver={() => replaceCards(undefined)} />);
  return show;
}
