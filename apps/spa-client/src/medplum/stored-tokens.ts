export const storagePrefix = 'spa-client:';

/** Tells whether an earlier page left tokens, without loading the SDK that could read them. */
export function hasStoredTokens(localStorage: Storage): boolean {
  return localStorage.getItem(`${storagePrefix}activeLogin`) !== null;
}
