import type { Feature } from './feature.ts';
import { compareIdentities } from './features/compare-identities/feature.ts';
import { onBehalfOf } from './features/on-behalf-of/feature.ts';

/** What is built in beside the core. To take one out, delete its import and its entry here, and its folder. */
export const features: readonly Feature[] = [onBehalfOf, compareIdentities];
