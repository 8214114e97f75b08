import type { ReactNode } from 'react';
import { useLocation } from 'react-router';
import { FailurePage } from '#ui/failure-page.tsx';
import { type Failure, failureOf } from '#ui/failure.ts';

/** A failed redirect ends here, with the failure in the history entry: a reload shows the same. */
export function SignInFailedPage(): ReactNode {
  const failure = useLocation().state as Failure | null;
  return <FailurePage failure={failure ?? failureOf(new Error('This address was opened by itself'))} />;
}
