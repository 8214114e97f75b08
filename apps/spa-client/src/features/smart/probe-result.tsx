import { Alert, List } from '@mantine/core';
import { getDisplayString, getReferenceString } from '@medplum/core';
import type { Observation, Patient } from '@medplum/fhirtypes';
import type { ReactNode } from 'react';
import { ScopeRefusal } from './scope-refusal.tsx';
import '@mantine/core/styles/List.css';

/** What was tried, and what Medplum made of it. */
export type Probed = Readonly<{
  resourceType: 'Patient' | 'Observation';
  interaction: 'read' | 'search' | 'create';
  found?: readonly Patient[];
  stored?: Observation;
  error?: unknown;
}>;

export function ProbeResult({ probed }: Readonly<{ probed: Probed }>): ReactNode {
  const { found, stored, error, resourceType, interaction } = probed;
  if (stored) {
    return (
      <Alert color="green" title="Medplum allowed it" role="status">
        It stored <code>{getReferenceString(stored)}</code>: scopes and policy both let this app write.
      </Alert>
    );
  }
  if (found) {
    return (
      <Alert color="blue" title={`Medplum answered with ${count(found)}`} role="status">
        All others lie outside what scopes and policy allow together, and Medplum does not even say that they exist.
        <List mt="xs">
          {found.map((patient) => (
            <List.Item key={patient.id}>{getDisplayString(patient)}</List.Item>
          ))}
        </List>
      </Alert>
    );
  }
  return <ScopeRefusal error={error} resourceType={resourceType} interaction={interaction} />;
}

function count(found: readonly Patient[]): string {
  return found.length === 1 ? '1 patient' : `${found.length} patients`;
}
