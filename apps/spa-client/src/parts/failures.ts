import type { FailureText } from '#feature';

/** What several features may find, whatever they ask for. */
export type PartErrorCode = 'refused' | 'address_refused' | 'user_unknown';

export const failures: Readonly<Record<PartErrorCode, FailureText>> = {
  refused: {
    title: 'Medplum did not accept this',
    happened: 'What it answered is below.',
    next: 'Start over. If it happens again, give the reference to whoever runs this app.',
  },
  user_unknown: {
    title: 'Medplum does not know you',
    happened:
      'You proved who you are, but no account in this project has that email address, or that identifier, whichever this ' +
      'app is matched by.',
    next: 'Ask the administrator for an invitation, and check that you used the right account.',
  },
  address_refused: {
    title: 'This address is not safe to open',
    happened:
      'A server or a record named it as the place to go on at, but it begins neither with https nor, on this machine, with ' +
      'http. It could run in this page or be read on the way. It was not opened, and nothing was sent to it.',
    next: 'Choose another way, and tell whoever runs this app: the address below has to be put right in Medplum.',
  },
};
