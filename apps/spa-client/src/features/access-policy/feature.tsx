import type { Feature } from '#feature';
import { lazyPage } from '#ui/page-parts.tsx';

/** On "Who am I?": each rule of the access policy. Where Medplum answers 403: which of them decided. */
export const accessPolicy: Feature = {
  name: 'access-policy',
  MeSection: lazyPage(async () => (await import('./policy-section.tsx')).PolicySection),
  WhyForbidden: lazyPage(async () => (await import('./why-forbidden.tsx')).WhyForbidden),
};
