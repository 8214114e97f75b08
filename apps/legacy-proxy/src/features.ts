import type { Feature } from './feature.ts';

/** What is built in beside the core. To take one out, delete its line here and its folder. */
export const features: readonly Feature[] = [];
