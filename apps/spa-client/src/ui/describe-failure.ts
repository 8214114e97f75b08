import type { OperationOutcome } from '@medplum/fhirtypes';
import type { FailureText, Feature } from '#feature';
import type { SignInErrorCode } from '#medplum/error.ts';
import type { Failure } from './failure.ts';

const startAgain = 'Start a new sign-in. If it happens again, tell whoever runs this app.';
const tooMany = text('Too many requests', 'Medplum limits how often one may ask.', 'Wait a minute, then try again.');
const ended = text('Your session has ended', 'Your token was revoked or has expired.', 'Sign in again.');
const broken = text('Medplum has a problem', 'It could not answer, which is not your doing.', 'Try again in a minute.');
const thrownAway = 'The code was thrown away, and nothing was sent to anybody.';

/** Words for each code of the core, and for the ids and codes of Medplum's OperationOutcomes. */
const known: Readonly<Record<SignInErrorCode, FailureText> & Record<string, FailureText>> = {
  callback_without_attempt: text(
    'No sign-in was under way here',
    'This address finishes a sign-in that this very tab began, once. Perhaps it was opened from a link or the history.',
    'Nothing was sent to Medplum. Start a new sign-in. If a message or website brought you here, do not trust it.',
  ),
  state_mismatch: text(
    'This answer does not belong to your sign-in',
    `Somebody may have tried to sign you in to an account that is not yours. ${thrownAway}`,
  ),
  issuer_mismatch: text(
    'This answer comes from somebody else',
    `It names another server than the one that you were sent to, or none (RFC 9207). ${thrownAway}`,
  ),
  id_token_refused: text(
    'The answer could not be trusted',
    'The ID token was not made for this sign-in, or the clock of this device is wrong. The tokens were thrown away.',
    'Check date and time of this device, then start a new sign-in.',
  ),
  code_missing: text('Medplum sent no code', 'The answer belongs to your sign-in, but it is incomplete.'),
  denied: text('The sign-in was cancelled', 'Medplum’s page did not grant access.', 'Start a new one if you want to.'),
  authorization_failed: text(
    'Medplum did not accept the request',
    'The settings of this app and of its ClientApplication probably do not match.',
  ),
  code_refused: text('Medplum did not accept the code', 'It had expired or been used, or is for another sign-in.'),
  too_many_attempts: { ...tooMany, title: 'Too many attempts' },
  address_blocked: text(
    'You cannot sign in from this network',
    'Your access policy allows certain addresses only, for example those of the clinic, and this is none of them.',
    'Go on from an allowed network or its VPN, or ask your administrator to allow this one.',
  ),
  insecure_page: text(
    'This page is not served over https',
    'Browsers offer the cryptography that sign-in needs on https pages and on localhost only.',
    'Open the app by its https address.',
  ),
  storage_unavailable: text(
    'This browser does not remember the sign-in',
    'This tab has to remember what it began while you are on another page, and the browser refused to store that: ' +
      'site data is blocked, or its storage is full. You did not leave this page.',
    'Allow site data for this page and reload it, or sign in without leaving this page, if the app offers it.',
  ),
  unreachable: text(
    'Medplum does not answer',
    'The server could not be reached, or it does not allow this page’s origin (CORS).',
    'Check the connection, then try again.',
  ),
  unexpected: text('The sign-in failed', 'Something went wrong that this app did not foresee.'),
  page_crashed: text(
    'This page could not be shown',
    'A part of the app did not load or has a fault. Perhaps a newer version was released while this one was open.',
    'Reload the page. You stay signed in where the app keeps its tokens beyond a reload.',
  ),
  forbidden: text('Your access policy does not allow this', 'Medplum answered 403.', 'An administrator can change it.'),
  'not-found': text(
    'There is no such record for you',
    'It does not exist, or it lies outside the criteria of your access policy.',
    'Medplum gives both the same answer (404), so that nobody can find out which ids are in use.',
  ),
  gone: text('This record was deleted', 'Earlier versions still exist.', 'An administrator can restore one.'),
  web_page: text(
    'Medplum has a problem',
    'A web page came in place of its answer: from a gateway, or from a network that you have to sign in to first.',
    'Open any website to see, then try again in a minute.',
  ),
  unauthorized: ended,
  login: ended,
  'too-many-requests': tooMany,
  throttled: tooMany,
  exception: broken,
  timeout: broken,
  transient: broken,
};

function text(title: string, happened: string, next = startAgain): FailureText {
  return { title, happened, next };
}

/** The core's words, or those of the feature whose code it is, or else the server's own. */
export async function describeFailure(
  { code, detail, raw }: Failure,
  features: readonly Feature[],
): Promise<FailureText> {
  const ofFeatures = await Promise.all(features.map(async ({ failures }) => failures?.()));
  const texts = Object.assign({}, ...ofFeatures, known) as typeof known;
  const { issue: [issue] = [] } = (raw ?? {}) as Partial<OperationOutcome>;
  return texts[code] ?? texts[issue?.code ?? ''] ?? text('Medplum could not do this', detail, '');
}
