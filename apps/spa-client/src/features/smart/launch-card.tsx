import { Alert, Button, Code, NativeSelect, Stack, Text } from '@mantine/core';
import { createReference, formatDateTime } from '@medplum/core';
import type { Encounter, Patient, SmartAppLaunch } from '@medplum/fhirtypes';
import { useMedplum, useSearchResources } from '@medplum/react-hooks';
import { type ReactNode, useState } from 'react';
import { SignInError } from '#medplum/error.ts';
import { FailureNotice } from '#ui/show-failure.tsx';
import { OpenApp } from './open-app.tsx';
import { launchLink } from './smart-launch-link.ts';
import '@mantine/core/styles/Code.css';

type LaunchCardProps = Readonly<{ patient: Patient; launchUri: string; baseUrl: string }>;

type Launching = Readonly<{ status: 'idle' | 'creating' }> | Readonly<{ status: 'ready'; url: string }>;

/** Stores whom an app is to be about, and offers the link that opens it. */
export function LaunchCard({ patient, launchUri, baseUrl }: LaunchCardProps): ReactNode {
  const medplum = useMedplum();
  const [encounters = []] = useSearchResources('Encounter', { subject: `Patient/${patient.id}`, _count: '20' });
  const [encounterId, setEncounterId] = useState('');
  const [launching, setLaunching] = useState<Launching>({ status: 'idle' });
  const [error, setError] = useState<unknown>();

  const create = async (): Promise<void> => {
    setLaunching({ status: 'creating' });
    setError(undefined);
    const encounter = encounters.find(({ id }) => id === encounterId);
    try {
      const launch = await medplum.createResource<SmartAppLaunch>({
        resourceType: 'SmartAppLaunch',
        patient: createReference(patient),
        ...(encounter && { encounter: createReference(encounter) }),
      });
      setLaunching({ status: 'ready', url: launchLink(launchUri, baseUrl, { launch: launch.id ?? '' }) });
    } catch (caught) {
      setLaunching({ status: 'idle' });
      setError(caught);
    }
  };

  return (
    <Stack align="flex-start">
      <NativeSelect
        label="Which encounter is open"
        miw="16rem"
        value={encounterId}
        onChange={({ currentTarget }) => {
          setEncounterId(currentTarget.value);
          setLaunching({ status: 'idle' });
        }}
        data={[{ value: '', label: 'None' }, ...encounters.map(encounterOption)]}
      />
      <Button onClick={() => void create()} loading={launching.status === 'creating'}>
        Make a launch for this patient
      </Button>
      {error instanceof SignInError ? <FailureNotice error={error} /> : Boolean(error) && <NotAllowed error={error} />}
      {launching.status === 'ready' && <OpenApp patient={patient} url={launching.url} />}
    </Stack>
  );
}

function encounterOption({ id = '', period, class: kind }: Encounter): { value: string; label: string } {
  return { value: id, label: `${kind?.display ?? 'Encounter'}, ${formatDateTime(period?.start) || 'no date'}` };
}

function NotAllowed({ error }: Readonly<{ error: unknown }>): ReactNode {
  return (
    <>
      <FailureNotice error={error} resourceType="SmartAppLaunch" />
      <Alert role="note" color="gray" title="Who may launch apps">
        <Text size="sm">
          Whoever may create a <Code>SmartAppLaunch</Code>. In the demo these are the practitioners. A patient starts
          the app standalone.
        </Text>
      </Alert>
    </>
  );
}
