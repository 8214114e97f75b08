import { Text, VisuallyHidden } from '@mantine/core';
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import { TryAgain } from '#ui/show-failure.tsx';
import { rateLimit } from './rate-limit.ts';
import '@mantine/core/styles/VisuallyHidden.css';

type RetryCountdownProps = Readonly<{ retry?: (() => void) | undefined }>;

/** Counts down to when Medplum lets this page ask again. Nothing is asked meanwhile: a try too early counts as well. */
export function RetryCountdown({ retry }: RetryCountdownProps): ReactNode {
  const blockedUntil = useSyncExternalStore(rateLimit.subscribe, rateLimit.blockedUntil);
  return <CountdownTo key={blockedUntil} moment={blockedUntil} retry={retry} />;
}

function CountdownTo({ moment, retry }: RetryCountdownProps & Readonly<{ moment: number }>): ReactNode {
  const seconds = Math.ceil((moment - useNow()) / 1000);
  if (seconds > 0) {
    return (
      <Text role="timer" aria-live="off" size="sm" fw={600}>
        You can try again in {seconds} s.
      </Text>
    );
  }
  return (
    <>
      {/* Screen readers are told when the time is up, and not each second. */}
      <VisuallyHidden aria-live="polite">You can try again now.</VisuallyHidden>
      {retry ? (
        <TryAgain retry={retry} />
      ) : (
        <Text size="sm" fw={600} aria-hidden>
          You can try again now.
        </Text>
      )}
    </>
  );
}

function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
