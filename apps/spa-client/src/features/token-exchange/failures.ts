import type { FailureText } from '#feature';
import { failures as partFailures, type PartErrorCode } from '#parts/failures.ts';

/** Codes for what can go wrong with signing in at an identity provider and exchanging its token. */
export type ExchangeErrorCode =
  | 'provider_denied'
  | 'provider_refused'
  | 'provider_unreachable'
  | 'provider_throttled'
  | 'provider_id_token_refused'
  | 'exchange_not_set_up'
  | 'subject_token_expired'
  | 'subject_token_refused'
  | 'subject_without_identity'
  | 'membership_refused';

/** Words for what can go wrong when this app is itself a client of an identity provider and exchanges its token. */
export const failures: Readonly<Record<ExchangeErrorCode | PartErrorCode, FailureText>> = {
  ...partFailures,
  provider_denied: {
    title: 'You cancelled at the identity provider',
    happened:
      'It told this app so, because this app is its client here, and Medplum has heard nothing of it. In a sign-in where ' +
      'Medplum is the client, you would now be on Medplum’s server, in front of bare JSON.',
    next: 'Start again if that was not what you meant, or choose another way to sign in.',
  },
  provider_refused: {
    title: 'The identity provider did not accept this',
    happened:
      'Its client for this app and the settings here probably do not match, or the code was too old. Nothing was sent to ' +
      'Medplum.',
    next: 'Start again. If it happens again, give the reference below to whoever runs this app.',
  },
  provider_unreachable: {
    title: 'The identity provider does not answer',
    happened:
      'It is down, or it does not allow this page’s origin (CORS). Medplum works: only this way of signing in does not.',
    next: 'Try again in a minute, or choose another way to sign in.',
  },
  provider_throttled: {
    title: 'The identity provider was asked too often',
    happened: 'It limits how often one may ask (429). Your token there is as good as before.',
    next: 'Wait a minute, then try again.',
  },
  provider_id_token_refused: {
    title: 'The identity provider’s answer could not be trusted',
    happened:
      'The ID token is not one that the provider made for this sign-in and this app, or the clock of this device is ' +
      'wrong. Its tokens were thrown away, and Medplum got none of them.',
    next: 'Check date and time of this device, then start again.',
  },
  exchange_not_set_up: {
    title: 'Token exchange is not set up',
    happened:
      'Medplum’s ClientApplication for this app is missing or has no identity provider, so it knows nobody to ask.',
    next: 'Whoever runs Medplum enters the provider’s userInfoUrl in the ClientApplication, under identityProvider.',
  },
  subject_token_expired: {
    title: 'The identity provider’s token has expired',
    happened:
      'Medplum showed it to the provider, which did not accept it any more. An exchange needs one that is alive.',
    next: 'Sign in at the identity provider again. That is often one click, as it remembers you.',
  },
  subject_token_refused: {
    title: 'Medplum could not check this token',
    happened:
      'It asks the userinfo endpoint in its settings whom the token is about, and got no useful answer. The token is of ' +
      'another provider, or was revoked, or the provider is down. Medplum does not tell which.',
    next: 'Try again in a minute. If that does not help, sign in at the identity provider again.',
  },
  subject_without_identity: {
    title: 'The identity provider did not say who you are',
    happened: 'Medplum looks for an email address, or an identifier, in the userinfo answer, and there was none.',
    next: 'Whoever runs this app asks for the scope that releases it; for an email address that is “email”.',
  },
  membership_refused: {
    title: 'That membership is not yours',
    happened:
      'Medplum knows no account with this email, or identifier, that has the membership you named. It gives the same ' +
      'answer to both, so that nobody can find out whose it is.',
    next: 'Check the id, or leave it out: then Medplum takes the first membership of your account.',
  },
};
