import type { ReactNode } from 'react';
import type { Feature } from '#feature';
import { lazyPart } from '#ui/page-parts.tsx';
import { WhatHappenedPanel } from './what-happened-panel.tsx';

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

function SignedOutStory(): ReactNode {
  return (
    <WhatHappenedPanel>
      <dt>Who holds a token</dt>
      <dd>Nobody. The page came from a static web server, and it asks Medplum for nothing until you sign in.</dd>
      <dt>What Medplum recorded</dt>
      <dd>A Login for each sign-in, which signing out revokes. Right now there is none from this page.</dd>
    </WhatHappenedPanel>
  );
}
