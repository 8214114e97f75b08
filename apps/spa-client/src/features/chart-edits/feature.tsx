import type { Feature } from '#feature';
import { lazyPart } from '#ui/page-parts.tsx';

/** In the chart: add an observation, change the patient's record. */
export const chartEdits: Feature = {
  name: 'chart-edits',
  failures: async () => (await import('./failures.ts')).failures,
  ChartSection: lazyPart(async () => (await import('./chart-edits.tsx')).ChartEdits),
};
