import { useContext } from 'react';
import { Features } from '#feature';

/** Whether a feature is built in: for a link to its pages from those of another one. */
export function useHasFeature(name: string): boolean {
  return useContext(Features).some((feature) => feature.name === name);
}
