import { useMedplum } from '@medplum/react-hooks';
import { useCallback, useEffect, useState } from 'react';
import { readSecurity, type Security } from './sessions.ts';

type Loading = Readonly<{ security?: Security; error?: unknown; reload: () => Promise<void> }>;

/** What Medplum says about the user's sessions, asked when the page opens and again on `reload`. */
export function useSecurity(): Loading {
  const medplum = useMedplum();
  const [answer, setAnswer] = useState<Omit<Loading, 'reload'>>({});
  const reload = useCallback(
    () =>
      readSecurity(medplum).then(
        (security) => setAnswer({ security }),
        (error: unknown) => setAnswer({ error }),
      ),
    [medplum],
  );
  useEffect(() => void reload(), [reload]);
  return { ...answer, reload };
}
