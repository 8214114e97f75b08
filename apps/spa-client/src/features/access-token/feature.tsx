import type { Feature } from '#feature';
import { lazyPage } from '#ui/page-parts.tsx';

/** On "Who am I?": what the access token carries, decoded. */
export const accessToken: Feature = {
  name: 'access-token',
  MeSection: lazyPage(async () => (await import('./token-facts.tsx')).TokenFacts),
};
