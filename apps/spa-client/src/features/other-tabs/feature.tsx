import { type ReactNode, useEffect } from 'react';
import type { Feature } from '#feature';
import type { Auth } from '#medplum/auth.ts';
import { noteSignOut, takeSignOutNote, tellOtherTabs } from './sign-out-note.ts';

/** A tab that is signed out by another one says why. Without this feature it is signed out all the same. */
export const otherTabs: Feature = {
  name: 'other-tabs',
  Watch: SignOutWatch,
  session: {
    endedBecause: ({ tabStorage }) => takeSignOutNote(tabStorage),
    beforeTokensGo: ({ localStorage }, because) => tellOtherTabs(localStorage, because),
  },
  signedOutNotices: {
    'signed-out-in-another-tab': 'You are signed out here too, because you signed out in another tab.',
  },
};

function SignOutWatch({ auth: { tabStorage } }: Readonly<{ auth: Auth }>): ReactNode {
  useEffect(() => {
    const note = (event: StorageEvent): void => noteSignOut(tabStorage, event);
    window.addEventListener('storage', note);
    return () => window.removeEventListener('storage', note);
  }, [tabStorage]);
  return null;
}
