import { useMedplum } from '@medplum/react-hooks';
import { useEffect, useState } from 'react';
import { readSecondFactors, type SecondFactors } from '#medplum/second-factors.ts';

type Answer = Readonly<{ factors?: SecondFactors; error?: unknown }>;

/** What Medplum knows of the user's second factors, asked when the page opens and again on `reload`. */
export function useSecondFactors(): Answer & Readonly<{ reload: () => void }> {
  const medplum = useMedplum();
  const [round, setRound] = useState(0);
  const [answer, setAnswer] = useState<Answer>({});
  useEffect(() => {
    readSecondFactors(medplum).then(
      (factors) => setAnswer({ factors }),
      (error: unknown) => setAnswer({ error }),
    );
  }, [medplum, round]);
  return { ...answer, reload: () => setRound(round + 1) };
}
