import type { ReactNode } from 'react';
import { WhatHappenedPanel } from './what-happened-panel.tsx';

export function SignedOutStory(): ReactNode {
  return (
    <WhatHappenedPanel>
      <dt>Who holds a token</dt>
      <dd>Nobody. The page came from a static web server, and it asks Medplum for nothing until you sign in.</dd>
      <dt>What Medplum recorded</dt>
      <dd>A Login for each sign-in, which signing out revokes. Right now there is none from this page.</dd>
    </WhatHappenedPanel>
  );
}
