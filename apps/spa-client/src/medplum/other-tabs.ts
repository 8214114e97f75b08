import type { LoginState, MedplumClient } from '@medplum/core';
import type { SignedOutBecause } from './session.ts';
import { signOutNoteKey } from './sign-out-note.ts';
import { activeLoginKey } from './stored-tokens.ts';

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
      tabStorage.setItem(signOutNoteKey, inThisTab(newValue as SignedOutBecause));
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

function readLogin(json: string | null): LoginState | undefined {
  return json ? (JSON.parse(json) as LoginState) : undefined;
}

function inThisTab(because: SignedOutBecause): SignedOutBecause {
  return because === 'signed-out' ? 'signed-out-in-another-tab' : because;
}
