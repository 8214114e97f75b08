import { accountFailures } from './account-failures.ts';
import { exchangeFailures } from './exchange-failures.ts';
import type { Failure } from './failure.ts';

export type FailureText = Readonly<{ title: string; happened: string; next: string }>;

const texts: Record<Failure['code'], FailureText> = {
  ...accountFailures,
  ...exchangeFailures,
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
  issuer_mismatch: {
    title: 'This answer comes from somebody else',
    happened:
      'It names another server than the one that you were sent to (RFC 9207). The code was thrown away, and nothing was ' +
      'sent to anybody.',
    next: 'Start a new sign-in. If it happens again, tell whoever runs this app.',
  },
  id_token_refused: {
    title: 'The answer could not be trusted',
    happened:
      'The ID token is not one that Medplum made for this sign-in, or the clock of this device is wrong. Its tokens were ' +
      'thrown away.',
    next: 'Check date and time of this device, then start a new sign-in.',
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
    next: 'Give the reference below to whoever runs this app.',
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
  address_blocked: {
    title: 'You cannot sign in from this network',
    happened:
      'Your access policy allows certain addresses only, for example those of the clinic, and this is none of them.',
    next: 'Go on from an allowed network or its VPN, or ask your administrator to allow this one.',
  },
  user_unknown: {
    title: 'Medplum does not know you',
    happened:
      'You proved who you are, but no account in this project has that email address, or that identifier, whichever ' +
      'this app is matched by.',
    next: 'Ask the administrator for an invitation, and check that you used the right account.',
  },
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
  refused: {
    title: 'Medplum did not accept this',
    happened: 'What it answered is below.',
    next: 'Start over. If it happens again, give the reference to whoever runs this app.',
  },
  iss_unknown: {
    title: 'This link is for another server',
    happened:
      'An EHR says in its link for which FHIR server the app is opened (iss). This one names a server that this app does ' +
      'not know, or none. Nothing was sent to it.',
    next: 'Open the app from your EHR. If a message or website brought you here, do not trust it.',
  },
  launch_missing: {
    title: 'This link is incomplete',
    happened:
      'An EHR adds the id of the launch to its link (launch). Without it the app does not know whom it is about.',
    next: 'Open the app from your EHR again, or start it on its own.',
  },
  launch_unknown: {
    title: 'Medplum does not know this launch',
    happened: 'The launch in the link does not exist, or no longer.',
    next: 'Open the app from your EHR again.',
  },
  insecure_page: {
    title: 'This page is not served over https',
    happened: 'Browsers offer the cryptography that sign-in needs on https pages and on localhost only.',
    next: 'Open the app by its https address.',
  },
  address_refused: {
    title: 'This address is not safe to open',
    happened:
      'A server or a record named it as the place to go on at, but it begins neither with https nor, on this machine, with ' +
      'http. It could run in this page or be read on the way. It was not opened, and nothing was sent to it.',
    next: 'Choose another way, and tell whoever runs this app: the address below has to be put right in Medplum.',
  },
  unreachable: {
    title: 'Medplum does not answer',
    happened: 'The server could not be reached, or it does not allow this page’s origin (CORS).',
    next: 'Check the connection, then try again.',
  },
  unexpected: {
    title: 'The sign-in failed',
    happened: 'Something went wrong that this app did not foresee.',
    next: 'Start a new sign-in. If it happens again, give the reference below to whoever runs this app.',
  },
};

export function describeFailure({ code }: Failure): FailureText {
  return texts[code];
}
