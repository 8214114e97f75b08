import { MantineProvider } from '@mantine/core';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noteRateLimit } from './rate-limit.ts';
import { RetryCountdown } from './retry-countdown.tsx';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server has refused, and lets ask again in so many seconds. */
function refuse(seconds: number): void {
  const headers = { RateLimit: `"requests";r=59999;t=60, "fhirInteractions";r=0;t=${seconds}` };
  noteRateLimit(new Response(null, { status: 429, headers }), Date.now());
}

test('[C9] countdown, after a refusal, tells the seconds, not aloud, and at zero offers to try again', () => {
  const retry = vi.fn<() => void>();
  refuse(42);
  render(
    <MantineProvider>
      <RetryCountdown retry={retry} />
    </MantineProvider>,
  );
  expect(screen.getByRole('timer')).toHaveTextContent('You can try again in 42 s.');
  expect(screen.getByRole('timer')).toHaveAttribute('aria-live', 'off');
  act(() => void vi.advanceTimersByTime(40_000));
  expect(screen.getByRole('timer')).toHaveTextContent('You can try again in 2 s.');
  expect(screen.queryByRole('button')).not.toBeInTheDocument();

  act(() => void vi.advanceTimersByTime(2000));
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));

  expect(screen.queryByRole('timer')).not.toBeInTheDocument();
  expect(retry).toHaveBeenCalledOnce();
});

test('[C9] countdown, refused again meanwhile, begins anew', () => {
  refuse(10);
  render(
    <MantineProvider>
      <RetryCountdown />
    </MantineProvider>,
  );
  act(() => void vi.advanceTimersByTime(10_000));

  act(() => refuse(30));

  expect(screen.getByRole('timer')).toHaveTextContent('You can try again in 30 s.');
});
