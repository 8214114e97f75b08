import type { SignedClaims, SigningKeys } from '#tenant/signing-keys.ts';

/** Which tokens to end before their time. */
export type ExpireOrder = Readonly<{
  /** Only those of this login. Default is all. */
  login?: string | undefined;
  /** Default is `access`: the session can be refreshed. */
  tokens?: 'access' | 'refresh' | 'all' | undefined;
}>;

/** An issuer's keys that can be changed while it runs: keys follow each other, and tokens end when it is said. */
export type KeyRing = SigningKeys &
  Readonly<{
    /** From now on signs with `keys`. With `dropOld` tokens that the earlier keys signed are refused at once. */
    rotate: (keys: SigningKeys, dropOld: boolean) => void;
    /** Makes tokens that were signed until now look expired. */
    expire: (order: ExpireOrder) => void;
    /** What `restore` takes. */
    state: () => KeyRingState;
    restore: (state: KeyRingState) => void;
  }>;

/** The keys, the one that signs first, and which tokens were ended. */
export type KeyRingState = Readonly<{ keys: readonly SigningKeys[]; ended: readonly EndedTokens[] }>;

/** Tokens that ended: those issued before a second, and those of that second that were not issued since. */
type EndedTokens = ExpireOrder & Readonly<{ atSeconds: number; issuedSince: Set<unknown> }>;

/** Makes a ring of one pair of keys. */
export function createKeyRing(first: SigningKeys, nowSeconds: () => number): KeyRing {
  let { keys, ended }: KeyRingState = { keys: [first], ended: [] };

  async function verify(token: string): Promise<SignedClaims | undefined> {
    for (const candidate of keys) {
      const claims = await candidate.verify(token);
      if (claims) {
        const end = ended.find((order) => isEnded(order, claims));
        return end ? { ...claims, exp: Math.min(Number(claims['exp']), end.atSeconds) } : claims;
      }
    }
    return undefined;
  }

  return {
    get jwks() {
      return { keys: keys.flatMap(({ jwks }) => jwks.keys) };
    },
    sign: (claims) => {
      for (const order of ended) {
        if (order.atSeconds === claims['iat']) {
          order.issuedSince.add(claims['jti']);
        }
      }
      return (keys[0] ?? first).sign(claims);
    },
    verify,
    rotate: (next, dropOld) => {
      keys = dropOld ? [next] : [next, ...keys];
    },
    expire: (order) => {
      ended = [...ended, { ...order, atSeconds: nowSeconds(), issuedSince: new Set() }];
    },
    state: () => ({ keys, ended }),
    restore: (state) => {
      ({ keys, ended } = state);
    },
  };
}

function isEnded({ login, tokens = 'access', atSeconds, issuedSince }: EndedTokens, claims: SignedClaims): boolean {
  const kind = claims['refresh_secret'] === undefined ? 'access' : 'refresh';
  const isMeant = (tokens === 'all' || tokens === kind) && (login === undefined || login === claims['login_id']);
  const issuedAt = Number(claims['iat']);
  return isMeant && (issuedAt < atSeconds || (issuedAt === atSeconds && !issuedSince.has(claims['jti'])));
}
