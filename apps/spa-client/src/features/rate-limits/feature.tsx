import type { Feature } from '#feature';
import { lazyPage } from '#ui/page-parts.tsx';
import { noteRateLimit } from './rate-limit.ts';

/** After too many requests, counts down to when Medplum may be asked again. */
export const rateLimits: Feature = {
  name: 'rate-limits',
  hooks: { onAnswer: (response) => noteRateLimit(response, Date.now()) },
  Retry: lazyPage(async () => (await import('./retry-countdown.tsx')).RetryCountdown),
};
