import { ClientStorage } from '@medplum/core';

/**
 * Where the tokens live: `localStorage`, readable by every script of this origin.
 * Without a prefix, signing out would wipe the storage of every other app on the origin.
 */
export function createTokenStorage(localStorage: Storage): ClientStorage {
  return new ClientStorage(localStorage, 'spa-client:');
}
