import type { SignedOutBecause } from './session.ts';
import { storagePrefix } from './stored-tokens.ts';

/** Both storages use it: the shared one to tell the other tabs, each tab's own to remember it over the reload. */
export const signOutNoteKey = `${storagePrefix}signedOut`;

/** Tells the other tabs why the tokens go: they see the note being written, even though it goes with the tokens. */
export function tellOtherTabs(localStorage: Storage, because: SignedOutBecause): void {
  localStorage.setItem(signOutNoteKey, because);
  localStorage.removeItem(signOutNoteKey);
}

/** Why this tab has no tokens any more, if another tab took them away. The note is handed out once. */
export function takeSignOutNote(tabStorage: Storage): SignedOutBecause | undefined {
  const note = tabStorage.getItem(signOutNoteKey);
  tabStorage.removeItem(signOutNoteKey);
  return (note as SignedOutBecause | null) ?? undefined;
}
