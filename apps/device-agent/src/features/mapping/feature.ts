import type { Feature } from '#feature';
import { mapOrder } from './map-order.ts';
import { readMapping, readMappingFile } from './settings.ts';

/** Adds codes that others understand, LOINC and UCUM, to those of the laboratory, from a file that the laboratory edits. */
export const mapping: Feature = {
  name: 'mapping',
  read: (env) => {
    const path = readMappingFile(env);
    if (path === undefined) {
      return undefined;
    }
    let current = readMapping(path);
    return {
      refinement: ({ namespace }) => ({ order: (order) => mapOrder(order, current, namespace) }),
      reload: () => {
        current = readMapping(path);
      },
    };
  },
};
