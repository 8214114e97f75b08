import { Text } from '@mantine/core';
import type { Patient } from '@medplum/fhirtypes';
import { useMedplum } from '@medplum/react-hooks';
import type { ReactNode } from 'react';
import { writeConstraints } from '#parts/access-rules.ts';
import { Section } from '#ui/page-parts.tsx';
import { EditPatientForm } from './edit-patient-form.tsx';
import { ObservationForm } from './observation-form.tsx';
import { PolicyAsked } from './policy-asked.tsx';
import './chart-edits.css';

/** Forms below the chart, each only where the access policy allows what it sends. */
export function ChartEdits({ patient }: Readonly<{ patient: Patient }>): ReactNode {
  const constraints = writeConstraints(useMedplum().getAccessPolicy(), 'Observation');
  return (
    <>
      <Section title="Add an observation">
        <PolicyAsked resourceType="Observation" interaction="create" what="add observations" tryLabel="Try it anyway">
          {constraints.length > 0 && (
            <Text size="sm" c="dimmed">
              Medplum stores it only if <code>{constraints.join(' and ')}</code>: a write constraint of your access
              policy.
            </Text>
          )}
          <ObservationForm patient={patient} />
        </PolicyAsked>
      </Section>
      <Section title="Change this record">
        <PolicyAsked
          resourceType="Patient"
          interaction="update"
          what="change this record"
          tryLabel="Try to change it anyway"
        >
          <EditPatientForm patient={patient} />
        </PolicyAsked>
      </Section>
    </>
  );
}
