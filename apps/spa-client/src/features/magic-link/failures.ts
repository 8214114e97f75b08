import type { FailureText } from '#feature';
import { failures as partFailures, type PartErrorCode } from '#parts/failures.ts';

/** Codes for what can go wrong with links that sign in, and with making them. */
export type MagicLinkErrorCode =
  | 'magic_link_used'
  | 'magic_link_expired'
  | 'magic_link_for_another_app'
  | 'magic_link_invalid'
  | 'magic_link_not_allowed';

/** Words for what can go wrong with links that sign in. */
export const failures: Readonly<Record<MagicLinkErrorCode | PartErrorCode, FailureText>> = {
  ...partFailures,
  magic_link_used: {
    title: 'This link was used already',
    happened:
      'It signs in once. As somebody else may hold it, Medplum has now ended the session that its first use began.',
    next: 'Ask for a new link. If it was not you who used it, say so to whoever sent it.',
  },
  magic_link_expired: {
    title: 'This link has expired',
    happened: 'Whoever made it chose until when it works.',
    next: 'Ask for a new link.',
  },
  magic_link_for_another_app: {
    title: 'This link is for another app',
    happened: 'It was made for another client of the project. It was not used up.',
    next: 'Open it where it belongs, or tell whoever sent it.',
  },
  magic_link_invalid: {
    title: 'This link is not complete',
    happened: 'Medplum knows no such link. Perhaps the mail program broke it in two, or a part was not copied.',
    next: 'Copy the whole link, or ask for a new one.',
  },
  magic_link_not_allowed: {
    title: 'Medplum makes no link for this member',
    happened:
      'Either you are no administrator of the project, or the member’s access policy does not let them read the ' +
      'ClientApplication of this app, which Medplum asks for. Nothing was changed.',
    next: 'Add an entry for ClientApplication to the member’s access policy, with read alone and its secret hidden.',
  },
};
