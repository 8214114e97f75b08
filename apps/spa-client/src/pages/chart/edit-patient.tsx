import { Stack, Title } from '@mantine/core';
import type { Patient } from '@medplum/fhirtypes';
import type { ReactNode } from 'react';
import { EditPatientForm } from './edit-patient-form.tsx';
import { PolicyAsked } from './policy-asked.tsx';

export function EditPatient({ patient }: Readonly<{ patient: Patient }>): ReactNode {
  return (
    <Stack component="section" aria-labelledby="edit-patient">
      <Title order={2} id="edit-patient">
        Change this record
      </Title>
      <PolicyAsked
        resourceType="Patient"
        interaction="update"
        what="change this record"
        tryLabel="Try to change it anyway"
      >
        <EditPatientForm patient={patient} />
      </PolicyAsked>
    </Stack>
  );
}
