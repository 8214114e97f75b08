import type { Feature } from '#feature';
import { lazyPart } from '#ui/page-parts.tsx';
import { idleTimeoutMinutes, wasLeftIdle } from './last-use.ts';
import { WorkstationNote } from './workstation-note.tsx';

const IdleWatch = lazyPart(async () => (await import('./idle-watch.tsx')).IdleWatch);

const leftAlone = 'You were signed out because nobody used this app for a while.';

/** For workstations that people share: signs out whoever has gone, and says what the page keeps. */
export const sharedWorkstation: Feature = {
  name: 'shared-workstation',
  SignInNotice: WorkstationNote,
  Below: ({ auth, state }) =>
    state.status === 'signed-in' && idleTimeoutMinutes(auth) > 0 ? <IdleWatch auth={auth} /> : null,
  hooks: {
    endsBecause: (app) => (wasLeftIdle(app.localStorage, idleTimeoutMinutes(app)) ? 'idle' : undefined),
  },
  signedOutNotices: {
    idle: `${leftAlone} Medplum has revoked the session.`,
    'idle-here-only': `${leftAlone} Medplum did not answer, so the session may stay valid there until it expires.`,
  },
};
