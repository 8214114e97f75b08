import type { Feature } from './feature.ts';
import { compareIdentities } from './features/compare-identities/feature.ts';
import { fhirPassThrough } from './features/fhir-pass-through/feature.ts';
import { magicLink } from './features/magic-link/feature.ts';
import { metrics } from './features/metrics/feature.ts';
import { mtls } from './features/mtls/feature.ts';
import { onBehalfOf } from './features/on-behalf-of/feature.ts';
import { openTelemetry } from './features/opentelemetry/feature.ts';
import { privateKeyJwt } from './features/private-key-jwt/feature.ts';
import { secretRotation } from './features/secret-rotation/feature.ts';
import { severalProcesses } from './features/several-processes/feature.ts';
import { tokenExchange } from './features/token-exchange/feature.ts';

/** What is built in beside the core. To take one out, delete its import and its entry here, and its folder. */
export const features: readonly Feature[] = [
  onBehalfOf,
  tokenExchange,
  magicLink,
  compareIdentities,
  fhirPassThrough,
  privateKeyJwt,
  secretRotation,
  mtls,
  severalProcesses,
  metrics,
  openTelemetry,
];
