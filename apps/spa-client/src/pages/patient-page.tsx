import { Anchor, Skeleton, Stack, Text } from '@mantine/core';
import { getDisplayString, isOk } from '@medplum/core';
import type { OperationOutcome, Patient, Reference } from '@medplum/fhirtypes';
import { useResource, useResourceModified, useSearchResources } from '@medplum/react-hooks';
import { type ReactNode, useContext, useMemo, useReducer, useState } from 'react';
import { Link, useParams } from 'react-router';
import { Features } from '#feature';
import { PageTitle, Section } from '#ui/page-parts.tsx';
import { FailureNotice } from '#ui/show-failure.tsx';
import { ObservationTable } from './observation-table.tsx';

export function PatientPage(): ReactNode {
  const { id = '' } = useParams();
  // Another patient is another page: nothing of the last one may linger.
  return <PatientRecord key={id} id={id} />;
}

function PatientRecord({ id }: Readonly<{ id: string }>): ReactNode {
  const reference = useMemo<Reference<Patient>>(() => ({ reference: `Patient/${id}` }), [id]);
  const [refusal, setRefusal] = useState<OperationOutcome>();
  const patient = useResource(reference, setRefusal);

  return (
    <Stack gap="xl">
      <Anchor component={Link} to="/patients">
        All patients
      </Anchor>
      {refusal ? (
        <>
          <PageTitle>Patient</PageTitle>
          <FailureNotice error={refusal} resourceType="Patient" interaction="read" />
        </>
      ) : (
        <PatientChart patient={patient} />
      )}
    </Stack>
  );
}

function PatientChart({ patient }: Readonly<{ patient: Patient | undefined }>): ReactNode {
  const features = useContext(Features);
  if (!patient) {
    return <Skeleton height={220} role="status" aria-label="Loading the patient" />;
  }
  const id = patient.id ?? '';
  const ObservationList = features.find((feature) => feature.ObservationList)?.ObservationList ?? CoreObservationList;
  return (
    <>
      <div>
        <PageTitle>{getDisplayString(patient)}</PageTitle>
        <Text c="dimmed">
          Born {patient.birthDate ?? 'on an unknown date'}, {patient.gender ?? 'gender not recorded'}
        </Text>
        {features.map(({ name, recordLink }) => recordLink && <recordLink.Link key={name} patientId={id} />)}
      </div>
      <Section title="Observations">
        <ObservationList patientId={id} />
      </Section>
      {features.map(({ name, ChartSection }) => ChartSection && <ChartSection key={name} patient={patient} />)}
    </>
  );
}

/** Read again after a change from this page. */
function CoreObservationList({ patientId }: Readonly<{ patientId: string }>): ReactNode {
  const [reading, readAgain] = useReducer((count: number) => count + 1, 0);
  useResourceModified('Observation', readAgain);
  return <LatestObservations key={reading} patientId={patientId} />;
}

function LatestObservations({ patientId }: Readonly<{ patientId: string }>): ReactNode {
  const [observations, , outcome] = useSearchResources('Observation', {
    subject: `Patient/${patientId}`,
    _sort: '-date',
    _count: '20',
  });
  return outcome && !isOk(outcome) ? (
    <FailureNotice error={outcome} resourceType="Observation" interaction="search" />
  ) : (
    <ObservationTable patientId={patientId} observations={observations} />
  );
}
