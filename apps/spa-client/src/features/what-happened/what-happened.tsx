import { getReferenceString, type ResourceModifiedEvent } from '@medplum/core';
import { useMedplum, useMedplumProfile, useResourceModified } from '@medplum/react-hooks';
import { type ReactNode, useState } from 'react';
import { readAccessToken } from '#medplum/access-token.ts';
import './what-happened.css';

/** For demonstrations: who holds which token now, and what Medplum recorded. Delete the folder and the shell's line. */
export function WhatHappened(): ReactNode {
  const [write, setWrite] = useState<ResourceModifiedEvent>();
  useResourceModified('Observation', setWrite);
  const signedIn = useMedplumProfile() !== undefined;

  return (
    <details className="what-happened-panel">
      <summary className="what-happened-summary">What happened?</summary>
      {signedIn ? <SignedInStory write={write} /> : <SignedOutStory />}
    </details>
  );
}

function SignedOutStory(): ReactNode {
  return (
    <dl className="what-happened-facts">
      <dt>Who holds a token</dt>
      <dd>Nobody. The page came from a static web server, and it asks Medplum for nothing until you sign in.</dd>
      <dt>What Medplum recorded</dt>
      <dd>A Login for each sign-in, which signing out revokes. Right now there is none from this page.</dd>
    </dl>
  );
}

function SignedInStory({ write }: Readonly<{ write: ResourceModifiedEvent | undefined }>): ReactNode {
  const medplum = useMedplum();
  const token = readAccessToken(medplum);
  return (
    <dl className="what-happened-facts">
      <dt>Who holds a token</dt>
      <dd>
        This browser, and nobody between it and Medplum: an access token until{' '}
        {token?.expiresAt.toLocaleTimeString() ?? 'an unknown time'}
        {token?.scopes.includes('offline_access') && ' and a refresh token'}, in <code>localStorage</code>, where every
        script of this page can read them.
      </dd>
      <dt>Whose token</dt>
      <dd>Yours: Medplum sees you, and this app only as the client that you used.</dd>
      <dt>What Medplum recorded</dt>
      <dd>{write?.resource ? <WriteStory write={write} /> : <ReadStory />}</dd>
    </dl>
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
