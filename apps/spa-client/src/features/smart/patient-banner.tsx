import { Paper, Skeleton, Text } from '@mantine/core';
import { getDisplayString } from '@medplum/core';
import type { OperationOutcome, Patient, Reference } from '@medplum/fhirtypes';
import { useResource } from '@medplum/react-hooks';
import { type ReactNode, useMemo, useState } from 'react';
import { ScopeRefusal } from './scope-refusal.tsx';

/** Who the app is about. An EHR that shows this itself says so with `need_patient_banner: false`. */
export function PatientBanner({ id }: Readonly<{ id: string }>): ReactNode {
  const reference = useMemo<Reference<Patient>>(() => ({ reference: `Patient/${id}` }), [id]);
  const [refusal, setRefusal] = useState<OperationOutcome>();
  const patient = useResource(reference, setRefusal);

  if (refusal) {
    return <ScopeRefusal error={refusal} resourceType="Patient" interaction="read" />;
  }
  if (!patient) {
    return <Skeleton height={72} role="status" aria-label="Loading the patient" />;
  }
  return (
    <Paper withBorder p="md" component="section" aria-label="Patient">
      <Text fw={700} size="lg">
        {getDisplayString(patient)}
      </Text>
      <Text>
        Born {patient.birthDate ?? 'on an unknown date'}, {patient.gender ?? 'gender not recorded'}
        {patient.identifier?.[0]?.value && `, record number ${patient.identifier[0].value}`}
      </Text>
    </Paper>
  );
}
