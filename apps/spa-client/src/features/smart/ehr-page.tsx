import type { BrowserSettings } from '@auth-patterns/auth-config';
import { Alert, Code, List, NativeSelect, Skeleton, Stack, Text } from '@mantine/core';
import { getDisplayString, isOk } from '@medplum/core';
import type { ClientApplication, OperationOutcome, Reference } from '@medplum/fhirtypes';
import { useResource, useSearchResources } from '@medplum/react-hooks';
import { type ReactNode, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { PageTitle } from '#ui/page-parts.tsx';
import { FailureNotice } from '#ui/show-failure.tsx';
import { LaunchCard } from './launch-card.tsx';
import '@mantine/core/styles/Code.css';
import '@mantine/core/styles/List.css';

type EhrPageProps = Readonly<{ settings: BrowserSettings }>;

/** Stands in for an EHR: a chart is open, and the user opens an app beside it. */
export function EhrPage({ settings }: EhrPageProps): ReactNode {
  const { clientId, baseUrl } = settings;
  const app = useMemo<Reference<ClientApplication>>(() => ({ reference: `ClientApplication/${clientId}` }), [clientId]);
  const [refusal, setRefusal] = useState<OperationOutcome>();
  const client = useResource(app, setRefusal);
  return (
    <Stack gap="lg">
      <PageTitle>EHR: open a SMART app</PageTitle>
      <EhrExplained />
      {refusal && <FailureNotice error={refusal} resourceType="ClientApplication" />}
      {!refusal && !client && <Skeleton height={60} role="status" aria-label="Loading the app" />}
      {client && !client.launchUri && <NoLaunchUri clientId={clientId} />}
      {client?.launchUri && <PatientChoice launchUri={client.launchUri} baseUrl={baseUrl} />}
    </Stack>
  );
}

function EhrExplained(): ReactNode {
  return (
    <>
      <Text maw="46rem">
        This page plays the EHR. The app that it opens happens to be spa-client again, in a tab and a session of its
        own.
      </Text>
      <List type="ordered" maw="46rem" spacing="xs">
        <List.Item>
          You choose whom the app is to be about. Medplum stores that as a <Code>SmartAppLaunch</Code>.
        </List.Item>
        <List.Item>
          The app is opened at the launch URI of its ClientApplication, with <Code>iss</Code>, the FHIR server, and{' '}
          <Code>launch</Code>, the id of that resource. The address says nothing about the patient.
        </List.Item>
        <List.Item>The app signs you in. With the tokens, Medplum tells it the patient.</List.Item>
      </List>
    </>
  );
}

function NoLaunchUri({ clientId }: Readonly<{ clientId: string }>): ReactNode {
  return (
    <Alert color="yellow" role="note" title="The app has no launch URI">
      Set <Code>launchUri</Code> of <Code>ClientApplication/{clientId}</Code> to{' '}
      <Code>{window.location.origin}/smart/launch</Code>, then open this page again.
    </Alert>
  );
}

function PatientChoice({ launchUri, baseUrl }: Readonly<{ launchUri: string; baseUrl: string }>): ReactNode {
  const [query, setQuery] = useSearchParams();
  const [patients, , outcome] = useSearchResources('Patient', { _count: '50', _sort: 'family' });
  if (outcome && !isOk(outcome)) {
    return <FailureNotice error={outcome} resourceType="Patient" />;
  }
  if (!patients) {
    return <Skeleton height={60} role="status" aria-label="Loading patients" />;
  }
  const patient = patients.find(({ id }) => id === query.get('patient')) ?? patients[0];
  if (!patient) {
    return <Text role="status">There is no patient that you may see.</Text>;
  }
  return (
    <>
      <NativeSelect
        label="Whose chart is open"
        maw="24rem"
        value={patient.id}
        onChange={({ currentTarget }) => setQuery({ patient: currentTarget.value }, { replace: true })}
        data={patients.map((each) => ({ value: each.id ?? '', label: getDisplayString(each) }))}
      />
      <LaunchCard key={patient.id} patient={patient} launchUri={launchUri} baseUrl={baseUrl} />
    </>
  );
}
