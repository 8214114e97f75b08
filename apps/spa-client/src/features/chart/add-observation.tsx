import { Alert, Button, Stack, Text, Title } from '@mantine/core';
import type { Patient } from '@medplum/fhirtypes';
import { useMedplum } from '@medplum/react-hooks';
import { type ReactNode, useState } from 'react';
import { allowedInteractions } from '#medplum/access-rules.ts';
import { ObservationForm } from './observation-form.tsx';

type AddObservationProps = Readonly<{ patient: Patient; onAdded: () => void }>;

/** Reads from the access policy whether the form makes sense. Medplum decides again when the form is sent. */
export function AddObservation({ patient, onAdded }: AddObservationProps): ReactNode {
  const allowed = allowedInteractions(useMedplum().getAccessPolicy(), 'Observation');
  const [anyway, setAnyway] = useState(false);
  const mayCreate = allowed.includes('create');

  return (
    <Stack component="section" aria-labelledby="add-observation">
      <Title order={2} id="add-observation">
        Add an observation
      </Title>
      {!mayCreate && (
        <Alert role="note" color="gray" title="Your access policy does not let you add observations">
          <Text size="sm">
            {allowed.length > 0
              ? `For Observation it allows ${allowed.join(', ')}, and not create.`
              : 'It has no entry for Observation.'}{' '}
            Hiding the form is a courtesy: what protects the data is that Medplum refuses.
          </Text>
          {!anyway && (
            <Button variant="default" size="xs" mt="sm" onClick={() => setAnyway(true)}>
              Try it anyway
            </Button>
          )}
        </Alert>
      )}
      {(mayCreate || anyway) && <ObservationForm patient={patient} onAdded={onAdded} />}
    </Stack>
  );
}
