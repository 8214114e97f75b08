import { getReferenceString, type MedplumClient, type ResourceModifiedEvent } from '@medplum/core';
import { MedplumProvider, useMedplum, useResourceModified } from '@medplum/react-hooks';
import { type ReactNode, useState } from 'react';
import { readAccessToken } from '#parts/access-token.ts';
import { WhatHappenedPanel } from './what-happened-panel.tsx';

export function SignedInStory({ medplum }: Readonly<{ medplum: MedplumClient }>): ReactNode {
  return (
    <MedplumProvider medplum={medplum}>
      <Story />
    </MedplumProvider>
  );
}

function Story(): ReactNode {
  const [write, setWrite] = useState<ResourceModifiedEvent>();
  useResourceModified('Observation', setWrite);
  const token = readAccessToken(useMedplum());
  return (
    <WhatHappenedPanel>
      <dt>Who holds a token</dt>
      <dd>
        This browser, and nobody between it and Medplum: an access token until{' '}
        {token?.expiresAt.toLocaleTimeString() ?? 'an unknown time'}
        {token?.scopes.includes('offline_access') && ' and a refresh token'}, where every script of this page can get at
        them.
      </dd>
      <dt>Whose token</dt>
      <dd>Yours: Medplum sees you, and this app only as the client that you used.</dd>
      <dt>What Medplum recorded</dt>
      <dd>{write?.resource ? <WriteStory write={write} /> : <ReadStory />}</dd>
    </WhatHappenedPanel>
  );
}

function ReadStory(): ReactNode {
  return (
    <>
      Your Login. Nothing has been changed from this page yet. A server that saves AuditEvents also notes each record
      that you open.
    </>
  );
}

function WriteStory({ write }: Readonly<{ write: ResourceModifiedEvent }>): ReactNode {
  const { resource } = write;
  return (
    <>
      {resource && <code>{getReferenceString(resource)}</code>}, version <code>{resource?.meta?.versionId}</code>, with{' '}
      <code>meta.author</code> <code>{resource?.meta?.author?.reference ?? 'not shown'}</code>: you, not the app. A
      server that saves AuditEvents names you first and the ClientApplication second.
    </>
  );
}
