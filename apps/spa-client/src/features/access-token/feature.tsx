import type { Feature } from '#feature';
import { lazyPart } from '#ui/page-parts.tsx';

/** On "Who am I?": what the access token carries, decoded. */
export const accessToken: Feature = {
  name: 'access-token',
  MeSection: lazyPart(async () => (await import('./token-facts.tsx')).TokenFacts),
};
