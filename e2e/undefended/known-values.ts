/** What the undefended twin uses in every sign-in where the app makes something that nobody can guess. */
export const knownValues = {
  codeVerifier: 'known-code-verifier-of-the-undefended-twin-only',
} as const;
