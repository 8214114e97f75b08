import type { Feature } from '#feature';
import { noteSignOut, takeSignOutNote, tellOtherTabs } from './sign-out-note.ts';

/** A tab that is signed out by another one says why. Without this feature it is signed out all the same. */
export const otherTabs: Feature = {
  name: 'other-tabs',
  hooks: {
    onOpen: ({ tabStorage }) => {
      // Never removed: a component that listened could be gone by the time this tab signs out too.
      window.addEventListener('storage', (event) => noteSignOut(tabStorage, event));
      return takeSignOutNote(tabStorage);
    },
    beforeTokensGo: ({ localStorage }, because) => tellOtherTabs(localStorage, because),
  },
  signedOutNotices: {
    'signed-out-in-another-tab': 'You are signed out here too, because you signed out in another tab.',
  },
};
