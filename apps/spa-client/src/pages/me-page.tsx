import { Stack } from '@mantine/core';
import { getReferenceString } from '@medplum/core';
import { useMedplum, useMedplumProfile } from '@medplum/react-hooks';
import { type ReactNode, useContext } from 'react';
import { Features } from '#feature';
import { PageTitle, Section } from '#ui/page-parts.tsx';
import { FactTable } from '#ui/tables.tsx';

/** All of this comes from `GET auth/me`, which the SDK asks for after sign-in. */
export function MePage(): ReactNode {
  const features = useContext(Features);
  const medplum = useMedplum();
  const profile = useMedplumProfile();
  const membership = medplum.getProjectMembership();
  return (
    <Stack gap="xl">
      <PageTitle>Who am I, and what may I do?</PageTitle>
      <Section title="Who Medplum says you are">
        <FactTable
          label="Who Medplum says you are"
          facts={{
            Account: membership?.user?.display,
            Profile: profile && `${membership?.profile?.display ?? ''} (${getReferenceString(profile)})`,
            Project: medplum.getProject()?.name,
            Membership: membership?.id && `ProjectMembership/${membership.id}`,
            'Project administrator': membership?.admin ? 'yes' : 'no',
            Access: medplum.getAccessPolicy()
              ? 'what your access policy allows'
              : 'all of the project: you have no policy',
          }}
        />
      </Section>
      {features.map(({ name, MeSection }) => MeSection && <MeSection key={name} />)}
    </Stack>
  );
}
