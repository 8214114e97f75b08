import { storagePrefix } from '#kept-storage';
import { activeLoginKey } from '#medplum/stored-tokens.ts';

/** Both storages use it: the shared one to tell the other tabs, each tab's own to remember it over the reload. */
export const signOutNoteKey = `${storagePrefix}signedOut`;

/** Tells the other tabs why the tokens go: they see the note being written, even though it goes with the tokens. */
export function tellOtherTabs(localStorage: Storage, because: string): void {
  localStorage.setItem(signOutNoteKey, because);
  localStorage.removeItem(signOutNoteKey);
}

/** Why this tab has no tokens any more, if another tab took them away. The note is handed out once. */
export function takeSignOutNote(tabStorage: Storage): string | undefined {
  const note = tabStorage.getItem(signOutNoteKey);
  tabStorage.removeItem(signOutNoteKey);
  return note ?? undefined;
}

/** Remembers why the tokens go. The SDK reloads the page when they are gone: the sign-in page then needs to know. */
export function noteSignOut(tabStorage: Storage, { key, newValue }: StorageEvent): void {
  if (key === signOutNoteKey && newValue) {
    tabStorage.setItem(signOutNoteKey, newValue === 'signed-out' ? 'signed-out-in-another-tab' : newValue);
  } else if (key === activeLoginKey && !newValue && tabStorage.getItem(signOutNoteKey) === null) {
    tabStorage.setItem(signOutNoteKey, 'session-ended');
  }
}
