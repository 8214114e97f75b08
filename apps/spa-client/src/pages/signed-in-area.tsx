import type { MedplumClient } from '@medplum/core';
import { MedplumProvider } from '@medplum/react-hooks';
import type { ReactNode } from 'react';
import { SignedInStory } from '#ui/what-happened/signed-in-story.tsx';

type SignedInAreaProps = Readonly<{ medplum: MedplumClient; children: ReactNode }>;

/** Gives the pages behind the sign-in the user's client. */
export function SignedInArea({ medplum, children }: SignedInAreaProps): ReactNode {
  return (
    <MedplumProvider medplum={medplum}>
      {children}
      <SignedInStory />
    </MedplumProvider>
  );
}
