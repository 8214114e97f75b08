import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';

/**
 * Takes a secret out of the address bar and the history, where others may read it, and keeps it as long as the page is
 * shown.
 *
 * @param found - What the address holds; undefined once it is gone from there.
 * @param path - The address without it.
 */
export function useSecretOfAddress(found: string | undefined, path: string): string | undefined {
  const navigate = useNavigate();
  const [kept, setKept] = useState(found);
  // Another link that is opened in this tab.
  if (found !== undefined && found !== kept) {
    setKept(found);
  }
  useEffect(() => {
    if (found !== undefined) {
      void navigate(path, { replace: true });
    }
  }, [found, path, navigate]);
  return kept;
}
