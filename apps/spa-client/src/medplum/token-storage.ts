import { ClientStorage, MemoryStorage } from '@medplum/core';
import { storagePrefix } from './stored-tokens.ts';

/**
 * Where the tokens live: in `localStorage`, readable by every script of this origin, or in this page's memory, gone with
 * it. Without a prefix, signing out would wipe the storage of every other app on the origin.
 */
export function createTokenStorage(kind: 'local' | 'memory', localStorage: Storage): ClientStorage {
  return new ClientStorage(kind === 'memory' ? new MemoryStorage() : localStorage, storagePrefix);
}
