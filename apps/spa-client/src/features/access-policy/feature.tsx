import type { Feature } from '#feature';
import { lazyPart } from '#ui/page-parts.tsx';

/** On "Who am I?": each rule of the access policy. Where Medplum answers 403: which of them decided. */
export const accessPolicy: Feature = {
  name: 'access-policy',
  MeSection: lazyPart(async () => (await import('./policy-section.tsx')).PolicySection),
  WhyForbidden: lazyPart(async () => (await import('./why-forbidden.tsx')).WhyForbidden),
};
