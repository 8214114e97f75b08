import { SignInError } from './error.ts';

export type Pkce = Readonly<{ codeVerifier: string; codeChallenge: string }>;

/** The SDK can do this too, but where `crypto.subtle` is missing it falls back to `plain`, which protects nothing. */
export async function createPkce(): Promise<Pkce> {
  const codeVerifier = randomText();
  return { codeVerifier, codeChallenge: await codeChallengeOf(codeVerifier) };
}

/** RFC 7636 §4.2, method S256. */
export async function codeChallengeOf(codeVerifier: string): Promise<string> {
  // Browsers offer `crypto.subtle` on https pages and on localhost only.
  if (!globalThis.crypto.subtle) {
    throw new SignInError('insecure_page', 'PKCE needs a page served over https');
  }
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(codeVerifier));
  return base64Url(new Uint8Array(digest));
}

/** 256 bits that nobody can guess: for `state` and for the code verifier. */
export function randomText(): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCodePoint(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
