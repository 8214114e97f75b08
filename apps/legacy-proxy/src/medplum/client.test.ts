import { expect, onTestFinished, test, vi } from 'vitest';
import { clientId, clientSecret, startRecordedMedplum } from '#test/recorded-medplum.ts';
import { createMedplumSession } from './sign-in.ts';

test('[P10] Medplum session, where Node keeps a localStorage on disk, writes no token to it', async () => {
  const medplum = await startRecordedMedplum();
  onTestFinished(medplum.close);
  const setItem = vi.fn<(key: string, value: string) => void>();
  vi.stubGlobal('localStorage', { getItem: () => null, removeItem: () => undefined, setItem });
  onTestFinished(() => void vi.unstubAllGlobals());
  const settings = { baseUrl: medplum.url, clientId, clientSecret, refreshGraceSeconds: 300 };

  const { accessToken } = createMedplumSession({ settings });

  expect(await accessToken()).toMatch(/^eyJ/);
  expect(setItem).not.toHaveBeenCalled();
});
