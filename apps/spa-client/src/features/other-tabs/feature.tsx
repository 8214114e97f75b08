import type { Feature } from '#feature';
import { noteSignOut, takeSignOutNote, tellOtherTabs } from './sign-out-note.ts';

/** A tab that is signed out by another one says why. Without this feature it is signed out all the same. */
export const otherTabs: Feature = {
  name: 'other-tabs',
  hooks: {
    onOpen: ({ tabStorage }) => {
      // As long as the page lives: while this tab signs out too, no part of the page may be there to listen.
      window.addEventListener('storage', (event) => noteSignOut(tabStorage, event));
      return takeSignOutNote(tabStorage);
    },
    beforeTokensGo: ({ localStorage }, because) => tellOtherTabs(localStorage, because),
  },
  signedOutNotices: {
    'signed-out-in-another-tab': 'You are signed out here too, because you signed out in another tab.',
  },
};
