import type { Setup } from './setup.ts';

/** Makes something of a set-up when a case first needs it, and gives the same one to every other; another for each key. */
export function oncePerSetup<Made, Key extends readonly [] | readonly [string]>(
  make: (setup: Setup, ...key: Key) => Promise<Made>,
): (setup: Setup, ...key: Key) => Promise<Made> {
  const known = new WeakMap<Setup, Map<string | undefined, Promise<Made>>>();
  return (setup, ...key) => {
    const ofSetup = known.get(setup) ?? new Map<string | undefined, Promise<Made>>();
    known.set(setup, ofSetup);
    const made = ofSetup.get(key[0]) ?? make(setup, ...key);
    ofSetup.set(key[0], made);
    return made;
  };
}
