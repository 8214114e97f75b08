import { useMedplum } from '@medplum/react-hooks';
import { useCallback, useEffect, useState } from 'react';
import type { MfaMethod } from '#login/login-step.ts';
import { readSecondFactors, type SecondFactors } from './second-factors.ts';

type Answer = Readonly<{ factors?: SecondFactors; error?: unknown }>;

/** What Medplum knows of the user's second factors, asked when the page opens and again on `reload`. */
export function useSecondFactors(): Answer & Readonly<{ reload: () => void }> {
  const medplum = useMedplum();
  const [answer, setAnswer] = useState<Answer>({});
  const reload = useCallback(() => {
    readSecondFactors(medplum).then(
      (factors) => setAnswer({ factors }),
      (error: unknown) => setAnswer({ error }),
    );
  }, [medplum]);
  useEffect(reload, [reload]);
  return { ...answer, reload };
}

export type FactorProps = Readonly<{
  factors: SecondFactors;
  /** Shows what was done, and asks Medplum again. */
  onChange: (what: string) => void;
}>;

/** Medplum keeps the last factor of somebody who has to have one. */
export function isLastRequired({ enrolled, isRequired }: SecondFactors, method: MfaMethod): boolean {
  return isRequired && enrolled.every((one) => one === method);
}
