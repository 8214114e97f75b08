import type { FailureText } from '#feature';

/** Codes for what can go wrong with signing in with Google. */
export type GoogleErrorCode = 'google_refused' | 'google_unavailable';

/** Words for what can go wrong with Google’s button. */
export const failures: Readonly<Record<GoogleErrorCode, FailureText>> = {
  google_refused: {
    title: 'Medplum did not accept Google’s answer',
    happened:
      'Google said who you are, but for another app than the one that Medplum knows, or with a signature or a time that ' +
      'does not fit.',
    next: 'Check date and time of this device, and sign in another way. Whoever runs this app finds the reason below.',
  },
  google_unavailable: {
    title: 'Google’s button is not available',
    happened: 'Its script did not load: a content blocker, this network, or Google being out of reach.',
    next: 'Allow it for this page and reload, or sign in another way.',
  },
};
