import { ClientStorage, MemoryStorage } from '@medplum/core';

const prefix = 'spa-client:smart:';

/**
 * Where a launched app keeps its tokens: in its tab, apart from those of the app around it, and in memory if that is the
 * setting.
 */
export function createLaunchStorage(kind: 'local' | 'memory', tabStorage: Storage): ClientStorage {
  return kind === 'memory' ? new ClientStorage(new MemoryStorage(), prefix) : new TabClientStorage(tabStorage);
}

/** The SDK's own `clear` heeds the prefix in `localStorage` alone, and empties everything else. */
class TabClientStorage extends ClientStorage {
  readonly #tabStorage: Storage;

  constructor(tabStorage: Storage) {
    super(tabStorage, prefix);
    this.#tabStorage = tabStorage;
  }

  override clear(): void {
    Object.keys({ ...this.#tabStorage })
      .filter((key) => key.startsWith(prefix))
      .forEach((key) => this.#tabStorage.removeItem(key));
  }
}
