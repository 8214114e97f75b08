import { useState } from 'react';
import type { Auth } from '#medplum/auth.ts';
import { useRequest } from '#parts/use-request.ts';
import type { ProviderSignIn, ProviderTokens } from './provider-sign-in.ts';
import type { ProviderSettings } from './settings.ts';
import type { TokenFacts } from './token-exchange-facts.ts';
import type { Exchanged } from './token-exchange.ts';

/** The tokens that this page holds, in its memory alone: they go when the page is left or reloaded. */
export type Held =
  | Readonly<{ status: 'none'; discarded?: 'revoked' | 'here-only' }>
  | Readonly<{ status: 'provider'; provider: ProviderTokens }>
  /** The exchange has dropped the provider's token. What it said of itself is still here to be read. */
  | Readonly<{ status: 'exchanged'; providerFacts: TokenFacts; exchanged: Exchanged }>;

export type TokenExchange = Readonly<{
  auth: Auth;
  /** The identity provider, as users know it. */
  provider: string;
  held: Held;
  busy: boolean;
  error: unknown;
  start: (prompt?: 'login') => void;
  finish: (search: string) => Promise<void>;
  exchange: (membershipId: string) => void;
  signIn: (then: () => void) => void;
  discard: () => void;
}>;

export function useTokenExchange(auth: Auth, settings: ProviderSettings): TokenExchange {
  const [held, setHeld] = useState<Held>({ status: 'none' });
  const { busy, error, send } = useRequest();

  return {
    auth,
    provider: settings.name,
    held,
    busy,
    error,
    start: (prompt) => send(async () => (await connect(auth, settings)).start(prompt)),
    finish: async (search) => {
      setHeld({ status: 'provider', provider: await (await connect(auth, settings)).finish(search) });
    },
    exchange: (membershipId) => send(async () => setHeld(await exchange(auth, held, membershipId))),
    signIn: (then) =>
      send(async () => {
        await signIn(auth, held);
        then();
      }),
    discard: () => send(async () => setHeld(await discard(auth, held))),
  };
}

async function connect(auth: Auth, settings: ProviderSettings): Promise<ProviderSignIn> {
  const [{ context }, { providerSignIn }] = await Promise.all([auth.connect(), import('./provider-sign-in.ts')]);
  return providerSignIn(context, settings);
}

async function exchange(auth: Auth, held: Held, membershipId: string): Promise<Held> {
  if (held.status !== 'provider') {
    return held;
  }
  const { context } = await auth.connect();
  const { exchangeToken } = await import('./token-exchange.ts');
  const exchanged = await exchangeToken(context, held.provider, membershipId);
  return { status: 'exchanged', providerFacts: held.provider.facts, exchanged };
}

async function signIn(auth: Auth, held: Held): Promise<void> {
  if (held.status === 'exchanged') {
    const { context } = await auth.connect();
    const { signInWithExchanged } = await import('./token-exchange.ts');
    await signInWithExchanged(context, held.exchanged);
  }
}

/** Drops whatever is held. Medplum's session is ended first, as its refresh token would outlive this page. */
async function discard(auth: Auth, held: Held): Promise<Held> {
  if (held.status !== 'exchanged') {
    return { status: 'none' };
  }
  const { context } = await auth.connect();
  const { revokeExchanged } = await import('./token-exchange.ts');
  return { status: 'none', discarded: (await revokeExchanged(context, held.exchanged)) ? 'revoked' : 'here-only' };
}
