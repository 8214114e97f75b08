import { Alert, Button, Code, Group, Stack, Text, Title } from '@mantine/core';
import { getDisplayString } from '@medplum/core';
import { useMedplumProfile } from '@medplum/react-hooks';
import type { ReactNode } from 'react';
import { PageTitle } from '#ui/page-parts.tsx';
import { LaunchContextTable } from './launch-context-table.tsx';
import { PatientBanner } from './patient-banner.tsx';
import { PatientObservations } from './patient-observations.tsx';
import { ScopeProbe } from './scope-probe.tsx';
import { GrantedScopes } from './scope-refusal.tsx';
import { ScopeTable } from './scope-table.tsx';
import type { LaunchContext } from './smart-launch-context.ts';
import '@mantine/core/styles/Code.css';

type LaunchedViewProps = Readonly<{ context: LaunchContext; signOut: () => void }>;

export function LaunchedView({ context, signOut }: LaunchedViewProps): ReactNode {
  const profile = useMedplumProfile();
  const { patient, needsPatientBanner } = context;
  return (
    <GrantedScopes value={context.granted}>
      <Stack gap="xl">
        <Group justify="space-between" align="flex-start">
          <div>
            <PageTitle>The launched app</PageTitle>
            <Text c="dimmed">Signed in as {profile ? getDisplayString(profile) : 'nobody'}, in this tab alone</Text>
          </div>
          <Button variant="default" onClick={signOut}>
            Sign out of this app
          </Button>
        </Group>
        {patient && needsPatientBanner && <PatientBanner id={patient} />}
        {!patient && <NoPatient />}
        {patient && <PatientObservations patientId={patient} />}
        <Stack gap="xs" component="section" aria-labelledby="context">
          <Title order={2} size="h3" id="context">
            What came with the tokens
          </Title>
          <LaunchContextTable context={context} />
        </Stack>
        <Stack gap="xs" component="section" aria-labelledby="scopes">
          <Title order={2} size="h3" id="scopes">
            Scopes: asked, granted, and what your policy leaves of them
          </Title>
          <ScopeTable context={context} />
        </Stack>
        <ScopeProbe patientId={patient} />
      </Stack>
    </GrantedScopes>
  );
}

function NoPatient(): ReactNode {
  return (
    <Alert role="note" color="yellow" title="No patient came with this launch">
      You are not a patient yourself, and Medplum does not ask for one (<Code>launch/patient</Code> has no effect then).
      Open the app from an EHR to give it a patient.
    </Alert>
  );
}
