import { Stack, Text, Title } from '@mantine/core';
import { getReferenceString } from '@medplum/core';
import { useMedplum, useMedplumProfile } from '@medplum/react-hooks';
import type { ReactNode } from 'react';
import { readAccessToken } from '#medplum/access-token.ts';
import { PageTitle } from '#page/page-title.tsx';
import { AccessPolicyTable } from './access-policy-table.tsx';
import { FactTable } from './fact-table.tsx';

/** All of this comes from `GET auth/me`, which the SDK asks for after sign-in, and from the token itself. */
export function MePage(): ReactNode {
  const medplum = useMedplum();
  const profile = useMedplumProfile();
  const membership = medplum.getProjectMembership();
  const token = readAccessToken(medplum);
  const policy = medplum.getAccessPolicy();

  return (
    <Stack gap="xl">
      <PageTitle>Who am I, and what may I do?</PageTitle>
      <Stack gap="sm" component="section" aria-labelledby="who">
        <Title order={2} size="h3" id="who">
          Who Medplum says you are
        </Title>
        <FactTable
          facts={{
            Account: membership?.user?.display,
            Profile: profile && `${membership?.profile?.display ?? ''} (${getReferenceString(profile)})`,
            Project: medplum.getProject()?.name,
            Membership: membership?.id && `ProjectMembership/${membership.id}`,
            'Project administrator': membership?.admin ? 'yes' : 'no',
          }}
        />
      </Stack>
      <Stack gap="sm" component="section" aria-labelledby="token">
        <Title order={2} size="h3" id="token">
          What your access token carries
        </Title>
        <FactTable
          facts={{
            'Issued by': token?.issuer,
            Scopes: token?.scopes.join(' '),
            'Valid until': token?.expiresAt.toLocaleString(),
            'Then renewed': token?.scopes.includes('offline_access') ? 'with the refresh token' : 'not: sign in again',
          }}
        />
      </Stack>
      <Stack gap="sm" component="section" aria-labelledby="policy">
        <Title order={2} size="h3" id="policy">
          What your access policy allows
        </Title>
        <Text c="dimmed">
          Medplum checks every request against it. For each resource the first entry that fits decides.
        </Text>
        <AccessPolicyTable policy={policy} />
      </Stack>
    </Stack>
  );
}
