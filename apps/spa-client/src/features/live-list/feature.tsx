import type { Feature } from '#feature';
import { lazyPart } from '#ui/page-parts.tsx';

/** The list of observations follows what others do, over a WebSocket. */
export const liveList: Feature = {
  name: 'live-list',
  ObservationList: lazyPart(async () => (await import('./live-observation-list.tsx')).LiveObservationList),
};
