import type { FailureText } from '#feature';
import { failures as partFailures, type PartErrorCode } from '#parts/failures.ts';

/** Of signing in inside this page, at whatever step. */
export type LoginErrorCode = 'wrong_credentials' | 'wrong_code' | 'login_ended' | 'email_refused' | 'mail_not_sent';

/** Words for what can go wrong with signing in inside this page. */
export const failures: Readonly<Record<LoginErrorCode | PartErrorCode, FailureText>> = {
  ...partFailures,
  wrong_credentials: {
    title: 'That did not match',
    happened: 'There is no account here with that email and password.',
    next: 'Check both and try again.',
  },
  wrong_code: {
    title: 'That code was not right',
    happened:
      'A code from an authenticator app changes every 30 seconds. One from a mail is good for ten minutes, and only the ' +
      'newest counts.',
    next: 'Enter the one that is shown now. If none is accepted, check that the clock of your phone is right.',
  },
  login_ended: {
    title: 'This sign-in is over',
    happened: 'Medplum ended it: after several wrong codes, after some time, or because it was finished elsewhere.',
    next: 'Start over with your email address and password.',
  },
  email_refused: {
    title: 'Medplum does not take this as an email address',
    happened: 'Perhaps there is a typing error in it. Nothing has happened yet.',
    next: 'Check the address and go on.',
  },
  mail_not_sent: {
    title: 'This server sends no mail',
    happened: 'Medplum tried to mail something, and could not: no mail provider is set up there, or it refused.',
    next: 'Ask an administrator, who can help without mail. Trying again changes nothing until mail is set up.',
  },
};
