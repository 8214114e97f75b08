import type { Feature } from '#feature';
import { lazyPart } from '#ui/page-parts.tsx';
import { SignedOutStory } from './signed-out-story.tsx';

const SignedInStory = lazyPart(async () => (await import('./signed-in-story.tsx')).SignedInStory);

/** For demonstrations, below each page: who holds which token now, and what Medplum recorded. */
export const whatHappened: Feature = {
  name: 'what-happened',
  Below: ({ state }) =>
    state.status === 'signed-in' ? (
      <SignedInStory medplum={state.medplum} />
    ) : (
      state.status === 'signed-out' && <SignedOutStory />
    ),
};
