import type { LoginState, MedplumClient } from '@medplum/core';
import type { SignedOutBecause } from './session.ts';
import { activeLoginKey, storagePrefix } from './stored-tokens.ts';

/** Both storages use it: the shared one to tell the other tabs, each tab's own to remember it over the reload. */
const signOutNoteKey = `${storagePrefix}signedOut`;

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

type OtherTabsDeps = Readonly<{
  medplum: MedplumClient;
  tabStorage: Storage;
  /** Tells of changes that other tabs make. */
  page: Pick<Window, 'addEventListener'>;
}>;

/**
 * Follows what other tabs do to the tokens that all share. The SDK reloads the page when they are gone: the sign-in page
 * then needs to know why.
 */
export function followOtherTabs({ medplum, tabStorage, page }: OtherTabsDeps): void {
  page.addEventListener('storage', ({ key, oldValue, newValue }) => {
    if (key === signOutNoteKey && newValue) {
      tabStorage.setItem(signOutNoteKey, inThisTab(newValue));
    } else if (key === activeLoginKey && newValue) {
      adoptRenewal(medplum, readLogin(oldValue), readLogin(newValue));
    } else if (key === activeLoginKey && tabStorage.getItem(signOutNoteKey) === null) {
      tabStorage.setItem(signOutNoteKey, 'session-ended' satisfies SignedOutBecause);
    }
  });
}

/**
 * A tab that waited while another renewed the tokens keeps, in SDK 5.2.13, a settled `refreshPromise`: it would never
 * renew them itself, and an hour later clear a session that is good. Setting the login again lets go of it.
 */
function adoptRenewal(medplum: MedplumClient, old: LoginState | undefined, renewed: LoginState | undefined): void {
  const isSameUser = old?.profile.reference === renewed?.profile.reference;
  if (renewed && isSameUser && old?.accessToken !== renewed.accessToken) {
    // What Medplum refuses shows in the session, and who does not answer is asked again by the next request.
    medplum.setActiveLogin(renewed).catch(() => undefined);
  }
}

/** Another tab may have written anything. */
function readLogin(json: string | null): LoginState | undefined {
  try {
    const login = JSON.parse(json ?? 'null') as Partial<LoginState> | null;
    return login?.accessToken && login.profile ? (login as LoginState) : undefined;
  } catch {
    return undefined;
  }
}

function inThisTab(because: string): string {
  return because === 'signed-out' ? ('signed-out-in-another-tab' satisfies SignedOutBecause) : because;
}
