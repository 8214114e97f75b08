import type { FailureText, Feature } from '#feature';
import type { SignInErrorCode } from '#medplum/error.ts';
import type { Failure } from './failure.ts';

const texts: Readonly<Record<SignInErrorCode | 'unexpected', FailureText>> = {
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
  issuer_missing: {
    title: 'This answer does not say where it comes from',
    happened:
      'The server that signs you in names itself in every answer (RFC 9207), and this one has no name. Perhaps another ' +
      'server’s answer was passed off as its own. The code was thrown away, and nothing was sent to anybody.',
    next: 'Start again. If it happens again, tell whoever runs this app.',
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
  too_many_attempts: {
    title: 'Too many attempts',
    happened: 'Medplum limits how often one may try, to keep out those who guess.',
    next: 'Wait a minute, then try again.',
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
  refused: {
    title: 'Medplum did not accept this',
    happened: 'What it answered is below.',
    next: 'Start over. If it happens again, give the reference to whoever runs this app.',
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
  storage_unavailable: {
    title: 'This browser does not remember the sign-in',
    happened:
      'While you are on another page, this tab has to remember what it began, and the browser refused to store that: ' +
      'cookies and site data are blocked, or its storage is full. You did not leave this page.',
    next: 'Sign in without leaving this page, if the app offers it, or allow site data for this page and reload it.',
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

/** The core's words, or those of the feature whose code it is. */
export async function describeFailure({ code }: Failure, features: readonly Feature[]): Promise<FailureText> {
  if (isOurs(code)) {
    return texts[code];
  }
  const others = await Promise.all(features.map(async ({ failures }) => failures?.()));
  return others.find((words) => words?.[code])?.[code] ?? texts.unexpected;
}

function isOurs(code: string): code is keyof typeof texts {
  return Object.hasOwn(texts, code);
}
