export const storagePrefix = 'spa-client:';

export const activeLoginKey = `${storagePrefix}activeLogin`;

/** Tells whether an earlier page left tokens, without loading the SDK that could read them. */
export function hasStoredTokens(localStorage: Storage): boolean {
  return localStorage.getItem(activeLoginKey) !== null;
}

/** Removes them, also when the SDK could not be loaded. */
export function forgetStoredTokens(localStorage: Storage): void {
  localStorage.removeItem(activeLoginKey);
  localStorage.removeItem(`${storagePrefix}logins`);
}
