import type { SignedOutBecause } from '#medplum/session.ts';

const stillKnown = 'Medplum did not answer, so the session may stay valid there until it expires.';
const leftAlone = 'You were signed out because nobody used this app for a while.';

/** Why nobody is signed in, in words for whoever was. */
export const signedOutNotices: Record<SignedOutBecause, string | undefined> = {
  'not-yet': undefined,
  'session-ended': 'Your session has ended. Sign in again to go on where you were.',
  'signed-out': 'You are signed out. Medplum has revoked the session.',
  'signed-out-here-only': `You are signed out on this device. ${stillKnown}`,
  'signed-out-in-another-tab': 'You are signed out here too, because you signed out in another tab.',
  idle: `${leftAlone} Medplum has revoked the session.`,
  'idle-here-only': `${leftAlone} ${stillKnown}`,
};
