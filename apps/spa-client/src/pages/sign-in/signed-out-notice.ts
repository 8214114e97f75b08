import type { Feature } from '#feature';
import type { SignedOutBecause } from '#medplum/session.ts';

const notices: Readonly<Record<SignedOutBecause, string | undefined>> = {
  'not-yet': undefined,
  'session-ended': 'Your session has ended. Sign in again to go on where you were.',
  'signed-out': 'You are signed out. Medplum has revoked the session.',
  'signed-out-here-only':
    'You are signed out on this device. Medplum did not answer, so the session may stay valid there until it expires.',
};

/** Why nobody is signed in, in words for whoever was. */
export function signedOutNotice(because: string, features: readonly Feature[]): string | undefined {
  const ofFeatures = Object.assign({}, ...features.map(({ signedOutNotices }) => signedOutNotices)) as object;
  return ({ ...ofFeatures, ...notices } as Readonly<Record<string, string | undefined>>)[because];
}
