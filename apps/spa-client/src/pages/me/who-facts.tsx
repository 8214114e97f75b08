import { getReferenceString } from '@medplum/core';
import { useMedplum, useMedplumProfile } from '@medplum/react-hooks';
import type { ReactNode } from 'react';
import { FactTable } from './fact-table.tsx';

export function WhoFacts(): ReactNode {
  const medplum = useMedplum();
  const profile = useMedplumProfile();
  const membership = medplum.getProjectMembership();
  return (
    <FactTable
      label="Who Medplum says you are"
      facts={{
        Account: membership?.user?.display,
        Profile: profile && `${membership?.profile?.display ?? ''} (${getReferenceString(profile)})`,
        Project: medplum.getProject()?.name,
        Membership: membership?.id && `ProjectMembership/${membership.id}`,
        'Project administrator': membership?.admin ? 'yes' : 'no',
      }}
    />
  );
}
