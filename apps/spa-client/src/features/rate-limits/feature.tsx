import type { Feature } from '#feature';
import { lazyPart } from '#ui/page-parts.tsx';
import { TryAgain } from '#ui/show-failure.tsx';
import { noteRateLimit } from './rate-limit.ts';

const RetryCountdown = lazyPart(async () => (await import('./retry-countdown.tsx')).RetryCountdown);

const tooMany = new Set(['too_many_attempts', 'too-many-requests', 'throttled']);

/** After too many requests, counts down to when Medplum may be asked again. */
export const rateLimits: Feature = {
  name: 'rate-limits',
  hooks: { onAnswer: (response) => noteRateLimit(response, Date.now()) },
  Retry: ({ code, retry }) => (tooMany.has(code) ? <RetryCountdown retry={retry} /> : <TryAgain retry={retry} />),
};
