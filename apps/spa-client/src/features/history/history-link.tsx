import { Anchor, VisuallyHidden } from '@mantine/core';
import { formatCodeableConcept } from '@medplum/core';
import type { Observation } from '@medplum/fhirtypes';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import '@mantine/core/styles/VisuallyHidden.css';

type HistoryLinkProps = Readonly<{ patientId: string; observation?: Observation }>;

/** Links to the versions of the observation, or without one to those of the patient's own record. */
export function HistoryLink({ patientId, observation }: HistoryLinkProps): ReactNode {
  const patient = `/patients/${patientId}`;
  return observation ? (
    <Anchor size="sm" component={Link} to={`${patient}/observations/${observation.id}/history`}>
      Who wrote it
      <VisuallyHidden>: {formatCodeableConcept(observation.code)}</VisuallyHidden>
    </Anchor>
  ) : (
    <Anchor size="sm" component={Link} to={`${patient}/history`}>
      Who changed this record
    </Anchor>
  );
}
