import { type ComponentType, lazy, type LazyExoticComponent } from 'react';

/** A page in a file of its own, fetched when it is first shown: the sign-in screen does not pay for the rest. */
export function lazyPage<Props>(load: () => Promise<ComponentType<Props>>): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => ({ default: await load() }));
}
