import { Stack, Text, Title } from '@mantine/core';
import type { Patient } from '@medplum/fhirtypes';
import { useMedplum } from '@medplum/react-hooks';
import type { ReactNode } from 'react';
import { writeConstraints } from '#fhir/access-rules.ts';
import { ObservationForm } from './observation-form.tsx';
import { PolicyAsked } from './policy-asked.tsx';

type AddObservationProps = Readonly<{ patient: Patient; onAdded: () => void }>;

export function AddObservation({ patient, onAdded }: AddObservationProps): ReactNode {
  const constraints = writeConstraints(useMedplum().getAccessPolicy(), 'Observation');
  return (
    <Stack component="section" aria-labelledby="add-observation">
      <Title order={2} id="add-observation">
        Add an observation
      </Title>
      <PolicyAsked resourceType="Observation" interaction="create" what="add observations" tryLabel="Try it anyway">
        {constraints.length > 0 && (
          <Text size="sm" c="dimmed">
            Medplum stores it only if <code>{constraints.join(' and ')}</code>: a write constraint of your access
            policy.
          </Text>
        )}
        <ObservationForm patient={patient} onAdded={onAdded} />
      </PolicyAsked>
    </Stack>
  );
}
