import type { SignInFailure } from './sign-in-failure.ts';

export type FailureText = Readonly<{ title: string; happened: string; next: string }>;

const texts: Record<SignInFailure['code'], FailureText> = {
  callback_without_attempt: {
    title: 'No sign-in was under way here',
    happened:
      'This address only finishes a sign-in that this very tab began, and each sign-in once. Perhaps the page was ' +
      'opened from a link or the history, or in another tab. Nothing was sent to Medplum.',
    next: 'Start a new sign-in. If a message or website brought you here, do not trust it.',
  },
  state_mismatch: {
    title: 'This answer does not belong to your sign-in',
    happened:
      'The state in the address is not the one that this tab sent. Somebody may have tried to sign you in to an ' +
      'account that is not yours. The code was thrown away, and nothing was sent to Medplum.',
    next: 'Start a new sign-in. If it happens again, tell whoever runs this app.',
  },
  code_missing: {
    title: 'Medplum sent no code',
    happened: 'The answer belongs to your sign-in, but it is incomplete.',
    next: 'Start a new sign-in.',
  },
  denied: {
    title: 'The sign-in was cancelled',
    happened: 'Access was not granted on Medplum’s page.',
    next: 'Start a new sign-in if that was not what you meant.',
  },
  authorization_failed: {
    title: 'Medplum did not accept the request',
    happened: 'The settings of this app and of its ClientApplication probably do not match.',
    next: 'Show the detail below to whoever runs this app.',
  },
  code_refused: {
    title: 'Medplum did not accept the code',
    happened: 'The code had expired or been used, or belongs to another sign-in. You are not signed in.',
    next: 'Start a new sign-in.',
  },
  wrong_credentials: {
    title: 'That did not match',
    happened: 'There is no account here with that email and password.',
    next: 'Check both and try again.',
  },
  too_many_attempts: {
    title: 'Too many attempts',
    happened: 'Medplum limits how often one may try, to keep out those who guess.',
    next: 'Wait a minute, then try again.',
  },
  second_factor_required: {
    title: 'This account needs a second factor',
    happened: 'This form asks for email and password only.',
    next: 'Use “Continue with Medplum”: Medplum’s own page asks for the second factor.',
  },
  insecure_page: {
    title: 'This page is not served over https',
    happened: 'Browsers offer the cryptography that sign-in needs on https pages and on localhost only.',
    next: 'Open the app by its https address.',
  },
  unreachable: {
    title: 'Medplum does not answer',
    happened: 'The server could not be reached, or it does not allow this page’s origin (CORS).',
    next: 'Check the connection, then try again.',
  },
  unexpected: {
    title: 'The sign-in failed',
    happened: 'Something went wrong that this app did not foresee.',
    next: 'Start a new sign-in. If it happens again, show the detail below to whoever runs this app.',
  },
};

export function describeFailure({ code }: SignInFailure): FailureText {
  return texts[code];
}
