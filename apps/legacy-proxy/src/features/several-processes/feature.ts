import { RedisStore } from 'connect-redis';
import type { SessionData } from 'express-session';
import { idleMs, longestMs } from '#legacy/sqlite-session-store.ts';
import type { Feature } from '#src/feature.ts';
import { readRedisUrl } from './settings.ts';
import { connect, createRedisClient, createSharedStore } from './shared-store.ts';
import { createSharedToken } from './shared-token.ts';

/** Sessions and the token in Redis, for several processes behind one address. */
export const severalProcesses: Feature = {
  name: 'several-processes',
  configure: (env) => {
    const url = readRedisUrl(env);
    if (url === undefined) {
      return undefined;
    }
    const client = createRedisClient(url);
    return {
      secrets: [decodeURIComponent(new URL(url).password)],
      tokenRequest: (next, { medplum: { clientId }, sessionSecret: secret }) =>
        createSharedToken({ store: createSharedStore(client), clientId, secret, next }),
      sessionStore: (now) =>
        new RedisStore({
          client,
          prefix: 'legacy-proxy:session:',
          ttl: (session: SessionData & { startedAtMs?: number }) =>
            Math.ceil(Math.min(idleMs, (session.startedAtMs ?? 0) + longestMs - now()) / 1000),
        }),
      start: async () => connect(client),
      stop: async () => client.close(),
    };
  },
};
