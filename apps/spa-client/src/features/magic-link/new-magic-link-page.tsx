import { Stack, Text } from '@mantine/core';
import { useMedplum } from '@medplum/react-hooks';
import { type ReactNode, useState } from 'react';
import { AdministratorsOnly } from '#parts/administrators-only.tsx';
import { SecretLink } from '#parts/secret-link.tsx';
import { PageTitle } from '#ui/page-parts.tsx';
import { NewMagicLinkForm } from './new-magic-link-form.tsx';
import type { MagicLink } from './pre-authorized-code.ts';

/** An administrator makes a link that signs a member in. */
export function NewMagicLinkPage({ clientId }: Readonly<{ clientId: string }>): ReactNode {
  const isAdministrator = useMedplum().getProjectMembership()?.admin === true;
  const [link, setLink] = useState<MagicLink>();
  return (
    <Stack maw="36rem">
      <PageTitle>Make a magic link</PageTitle>
      <Text>
        Medplum gives administrators a pre-authorized code: it signs one member in to one app, once, without a password.
      </Text>
      <Text c="dimmed" size="sm">
        Here it is a demonstration. In a real system a server makes these links and mails them, so that no browser holds
        the rights of an administrator, and so that it is on record who got which.
      </Text>
      {isAdministrator ? <NewMagicLinkForm clientId={clientId} onLink={setLink} /> : <AdministratorsOnly />}
      {link && (
        <SecretLink title={`Works once, until ${link.expiresAt.toLocaleString()}`} label="Magic link" url={link.url}>
          Whoever holds it is signed in as this member. It is as good as a password: give it to nobody else. This page
          shows it once. Do not open it here, unless you want to leave your own session.
        </SecretLink>
      )}
    </Stack>
  );
}
