import type { MedplumClient } from '@medplum/core';
import type { ExtractResource, ResourceType } from '@medplum/fhirtypes';
import { createStore } from 'zustand/vanilla';
import { type Liveness, subscribeLive } from './live-subscription.ts';

type Versioned = Readonly<{ id?: string; meta?: Readonly<{ versionId?: string; lastUpdated?: string }> }>;

export type LiveListState<Item> = Readonly<{
  liveness: Liveness;
  /** Undefined until the first answer. */
  items?: readonly Item[];
  /** Why the last reading failed. `items` are then those of the reading before it. */
  error?: unknown;
  /** What was new in the last reading that brought something new. Empty until a second reading did. */
  news: readonly Item[];
}>;

/** The answer to a search, read again whenever it may have changed. Listens as long as somebody subscribes to it. */
export type LiveList<Item> = Readonly<{
  get: () => LiveListState<Item>;
  subscribe: (listener: () => void) => () => void;
  refresh: () => Promise<void>;
}>;

type LiveListOptions<Type extends ResourceType> = Readonly<{
  resourceType: Type;
  /** The filters of the search. Medplum tells of changes to what they match. */
  filter: Readonly<Record<string, string>>;
  /** The other parameters of the search, such as `_sort` and `_count`. */
  order: Readonly<Record<string, string>>;
}>;

/**
 * Events only trigger a re-read, so late, lost or duplicate ones cannot make the list wrong. Medplum applies the access
 * policy, the order and the limit each time.
 */
export function createLiveList<Type extends ResourceType>(
  medplum: MedplumClient,
  { resourceType, filter, order }: LiveListOptions<Type>,
): LiveList<ExtractResource<Type>> {
  type Item = ExtractResource<Type>;
  const store = createStore<LiveListState<Item>>(() => ({ liveness: 'connecting', news: [] }));
  const criteria = `${resourceType}?${new URLSearchParams(filter)}`;

  const read = async (): Promise<void> => {
    try {
      const items = await medplum.searchResources(resourceType, { ...filter, ...order }, { cache: 'reload' });
      const { items: before, news } = store.getState();
      const came = before ? newer(items, before) : [];
      store.setState({ items, error: undefined, news: came.length > 0 ? came : news });
    } catch (error) {
      store.setState({ error });
    }
  };
  const refresh = oneAtATime(read);
  const follow = (): (() => void) => {
    void refresh();
    return subscribeLive(medplum, criteria, {
      onLiveness: (liveness) => store.setState({ liveness }),
      onNews: () => void refresh(),
    });
  };
  return { get: store.getState, subscribe: whileSomebodyListens(store.subscribe, follow), refresh };
}

/** Excludes items that only moved up the list because one above them went away. */
function newer<Item extends Versioned>(items: readonly Item[], before: readonly Versioned[]): readonly Item[] {
  const known = new Set(before.map(({ meta }) => meta?.versionId));
  const latest = before
    .map(({ meta }) => meta?.lastUpdated ?? '')
    .reduce((one, other) => (one > other ? one : other), '');
  return items.filter(({ meta }) => !known.has(meta?.versionId) && (meta?.lastUpdated ?? '') >= latest);
}

/** Calls made while it runs lead to one more run: the answer under way may not show the change that they are about. */
function oneAtATime(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let isDueAgain = false;
  const runUntilDone = async (): Promise<void> => {
    do {
      isDueAgain = false;
      await run();
    } while (isDueAgain);
    running = undefined;
  };
  return () => {
    isDueAgain = running !== undefined;
    running ??= runUntilDone();
    return running;
  };
}

/** React's StrictMode subscribes, leaves and subscribes again at once, which must not make two Subscriptions. */
function whileSomebodyListens(
  subscribe: (listener: () => void) => () => void,
  start: () => () => void,
): (listener: () => void) => () => void {
  let listeners = 0;
  let stop: (() => void) | undefined;
  return (listener) => {
    const leave = subscribe(listener);
    listeners += 1;
    stop ??= start();
    return () => {
      leave();
      listeners -= 1;
      queueMicrotask(() => {
        if (listeners === 0) {
          stop?.();
          stop = undefined;
        }
      });
    };
  };
}
