import { Anchor, Skeleton, Stack, Text } from '@mantine/core';
import { getDisplayString } from '@medplum/core';
import type { OperationOutcome, Patient, Reference } from '@medplum/fhirtypes';
import { useResource } from '@medplum/react-hooks';
import { type ReactNode, useMemo, useState } from 'react';
import { Link, useParams } from 'react-router';
import { RefusalNotice } from '#failure/refusal-notice.tsx';
import { PageTitle } from '#page/page-title.tsx';
import { AddObservation } from './add-observation.tsx';
import { ObservationList } from './observation-list.tsx';

export function PatientPage(): ReactNode {
  const { id = '' } = useParams();
  // Another patient is another page: nothing of the last one may linger.
  return <PatientChart key={id} id={id} />;
}

function PatientChart({ id }: Readonly<{ id: string }>): ReactNode {
  const reference = useMemo<Reference<Patient>>(() => ({ reference: `Patient/${id}` }), [id]);
  const [refusal, setRefusal] = useState<OperationOutcome>();
  const patient = useResource(reference, setRefusal);
  const [additions, setAdditions] = useState(0);

  return (
    <Stack>
      <Anchor component={Link} to="/patients">
        All patients
      </Anchor>
      {refusal && (
        <>
          <PageTitle>Patient</PageTitle>
          <RefusalNotice error={refusal} resourceType="Patient" />
        </>
      )}
      {!refusal && !patient && <Skeleton height={220} role="status" aria-label="Loading the patient" />}
      {patient && (
        <>
          <div>
            <PageTitle>{getDisplayString(patient)}</PageTitle>
            <Text c="dimmed">
              Born {patient.birthDate ?? 'on an unknown date'}, {patient.gender ?? 'gender not recorded'}
            </Text>
          </div>
          <ObservationList key={additions} patientId={id} />
          <AddObservation patient={patient} onAdded={() => setAdditions((count) => count + 1)} />
        </>
      )}
    </Stack>
  );
}
