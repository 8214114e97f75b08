import type { WithId } from '@medplum/core';
import type { Login } from '@medplum/fhirtypes';
import type { Clock } from './clock.ts';

/** A Login with its id. Never change a login that `Logins` returns: save a changed copy. */
export type StoredLogin = Readonly<WithId<Login>>;

/** A tenant's logins, one for each sign-in and each client credentials token. They live in memory only. */
export type Logins = Readonly<{
  get: (id: string) => StoredLogin | undefined;
  findByCode: (code: string) => StoredLogin | undefined;
  findByCookie: (cookie: string) => StoredLogin | undefined;
  /** Finds a login by the SHA-256 hash of its pre-authorized code, in hexadecimal. */
  findByPreAuthorizedCodeHash: (hash: string) => StoredLogin | undefined;
  /** The logins of a user, oldest first, by the user's reference, for example `User/123`. */
  listByUser: (user: string) => readonly StoredLogin[];
  /** Adds a login or replaces the one with its id, and stamps `meta.lastUpdated`. */
  save: (login: StoredLogin) => StoredLogin;
  /** Every login, oldest first. */
  list: () => readonly StoredLogin[];
}>;

/** Makes an empty list of logins, or one with the given logins. */
export function createLogins(clock: Clock, known: readonly StoredLogin[] = []): Logins {
  const byId = new Map<string, StoredLogin>();
  const idByCode = new Map<string, string>();
  const idByCookie = new Map<string, string>();
  const idByPreAuthorizedCodeHash = new Map<string, string>();
  const idsByUser = new Map<string, Set<string>>();

  function save(login: StoredLogin): StoredLogin {
    return keep({ ...login, meta: { ...login.meta, lastUpdated: clock().toISOString() } });
  }

  function keep(stored: StoredLogin): StoredLogin {
    const { id, code, cookie, user } = stored;
    moveKey(idByCode, byId.get(id)?.code, code, id);
    moveKey(idByCookie, byId.get(id)?.cookie, cookie, id);
    moveKey(idByPreAuthorizedCodeHash, byId.get(id)?.preAuthorizedCodeHash, stored.preAuthorizedCodeHash, id);
    byId.set(id, stored);
    const userKey = user?.reference ?? '';
    idsByUser.set(userKey, (idsByUser.get(userKey) ?? new Set()).add(id));
    return stored;
  }

  for (const login of known) {
    keep(login);
  }
  return {
    get: (id) => byId.get(id),
    findByCode: (code) => byId.get(idByCode.get(code) ?? ''),
    findByCookie: (cookie) => byId.get(idByCookie.get(cookie) ?? ''),
    findByPreAuthorizedCodeHash: (hash) => byId.get(idByPreAuthorizedCodeHash.get(hash) ?? ''),
    listByUser: (user) => [...(idsByUser.get(user) ?? [])].flatMap((id) => byId.get(id) ?? []),
    save,
    list: () => [...byId.values()],
  };
}

function moveKey(index: Map<string, string>, from: string | undefined, to: string | undefined, id: string): void {
  if (from !== undefined) {
    index.delete(from);
  }
  if (to !== undefined) {
    index.set(to, id);
  }
}
