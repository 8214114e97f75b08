import type { FeatureDoors } from './feature.ts';

/** What is built in beside the core. To take one out, delete its line here and its folder. */
export const features: FeatureDoors = [
  import('./features/on-behalf-of/feature.ts'),
  import('./features/token-exchange/feature.ts'),
  import('./features/magic-link/feature.ts'),
  import('./features/compare-identities/feature.ts'),
  import('./features/fhir-pass-through/feature.ts'),
  import('./features/private-key-jwt/feature.ts'),
  import('./features/secret-rotation/feature.ts'),
  import('./features/mtls/feature.ts'),
  import('./features/several-processes/feature.ts'),
  import('./features/metrics/feature.ts'),
  import('./features/opentelemetry/feature.ts'),
];
