import type { BrowserSettings } from '@auth-patterns/auth-config';
import type { FetchLike, MedplumClient } from '@medplum/core';
import type { Medplum } from './authorization-server.ts';

/** What every way of signing in works with. */
export type SignInContext = Readonly<{
  settings: BrowserSettings;
  medplum: MedplumClient;
  authorizationServer: Medplum;
  /** For requests to Medplum that the SDK does not make. */
  fetch: FetchLike;
  /** `sessionStorage`: what it holds is for this tab alone, so two tabs can sign in at the same time. */
  tabStorage: Storage;
  /** Of this app, for example `http://localhost:3001`. */
  origin: string;
  leaveFor: (url: string) => void;
}>;

/** Where Medplum sends the browser back to: registered with the ClientApplication, to the letter. */
export function redirectUri({ origin }: Pick<SignInContext, 'origin'>): string {
  return `${origin}/callback`;
}
