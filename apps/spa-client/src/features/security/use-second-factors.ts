import { useMedplum } from '@medplum/react-hooks';
import { useCallback, useEffect, useState } from 'react';
import { readSecondFactors, type SecondFactors } from '#medplum/second-factors.ts';

type Loading = Readonly<{ factors?: SecondFactors; error?: unknown; reload: () => Promise<void> }>;

/** What Medplum knows of the user's second factors, asked when the page opens and again on `reload`. */
export function useSecondFactors(): Loading {
  const medplum = useMedplum();
  const [answer, setAnswer] = useState<Omit<Loading, 'reload'>>({});
  const reload = useCallback(async () => {
    try {
      setAnswer({ factors: await readSecondFactors(medplum) });
    } catch (error) {
      setAnswer({ error });
    }
  }, [medplum]);
  useEffect(() => void reload(), [reload]);
  return { ...answer, reload };
}
