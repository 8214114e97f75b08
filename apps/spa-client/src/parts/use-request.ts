import { useState } from 'react';

export type UseRequest = Readonly<{
  busy: boolean;
  error: unknown;
  /** Runs one request at a time, and keeps what it threw until the next. */
  send: (request: () => Promise<void>) => void;
}>;

/** A request that a click or a form sends, and how it stands. */
export function useRequest(): UseRequest {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const run = async (request: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await request();
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, send: (request) => void (busy || run(request)) };
}
