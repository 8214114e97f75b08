import { useEffect, useState } from 'react';
import type { Auth } from '#medplum/auth.ts';
import { type SmartApp, smartApp } from './smart-launch.ts';

export type SmartAppLoading = Readonly<{ app?: SmartApp; error?: unknown }>;

/** The launched app of this tab, once the SDK is loaded. */
export function useSmartApp(auth: Auth): SmartAppLoading {
  const [loading, setLoading] = useState<SmartAppLoading>({});
  useEffect(() => {
    auth.connect().then(
      ({ context }) => setLoading({ app: smartApp(context) }),
      (error: unknown) => setLoading({ error }),
    );
  }, [auth]);
  return loading;
}
