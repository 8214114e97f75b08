import { Anchor, Skeleton, Stack, Text } from '@mantine/core';
import { getDisplayString } from '@medplum/core';
import type { OperationOutcome, Patient, Reference } from '@medplum/fhirtypes';
import { useResource } from '@medplum/react-hooks';
import { type ReactNode, useMemo, useState } from 'react';
import { Link, useParams } from 'react-router';
import { PageTitle } from '#ui/page-title.tsx';
import { RefusalNotice } from '#ui/refusal-notice.tsx';
import { AddObservation } from './add-observation.tsx';
import { EditPatient } from './edit-patient.tsx';
import { ObservationList } from './observation-list.tsx';
import { useLiveObservations } from './use-live-observations.ts';

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
      {refusal && (
        <>
          <PageTitle>Patient</PageTitle>
          <RefusalNotice error={refusal} resourceType="Patient" interaction="read" />
        </>
      )}
      {!refusal && !patient && <Skeleton height={220} role="status" aria-label="Loading the patient" />}
      {!refusal && patient && <PatientChart patient={patient} />}
    </Stack>
  );
}

function PatientChart({ patient }: Readonly<{ patient: Patient }>): ReactNode {
  const id = patient.id ?? '';
  const list = useLiveObservations(id);
  return (
    <>
      <div>
        <PageTitle>{getDisplayString(patient)}</PageTitle>
        <Text c="dimmed">
          Born {patient.birthDate ?? 'on an unknown date'}, {patient.gender ?? 'gender not recorded'}
        </Text>
        <Anchor component={Link} to={`/patients/${id}/history`} size="sm">
          Who changed this record
        </Anchor>
      </div>
      <ObservationList patientId={id} list={list} />
      <AddObservation patient={patient} onAdded={() => void list.refresh()} />
      <EditPatient patient={patient} />
    </>
  );
}
