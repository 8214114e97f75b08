import { Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { formatCodeableConcept, formatDateTime, formatObservationValue, isOk } from '@medplum/core';
import type { Observation } from '@medplum/fhirtypes';
import { useSearchResources } from '@medplum/react-hooks';
import type { ReactNode } from 'react';
import { ScopeRefusal } from './scope-refusal.tsx';

export function PatientObservations({ patientId }: Readonly<{ patientId: string }>): ReactNode {
  const [observations, , outcome] = useSearchResources('Observation', {
    subject: `Patient/${patientId}`,
    _sort: '-date',
    _count: '10',
  });
  return (
    <Stack gap="xs" component="section" aria-labelledby="observations">
      <Title order={2} size="h3" id="observations">
        Observations
      </Title>
      {outcome && !isOk(outcome) ? (
        <ScopeRefusal error={outcome} resourceType="Observation" interaction="search" />
      ) : (
        <ObservationTable observations={observations} />
      )}
    </Stack>
  );
}

function ObservationTable({ observations }: Readonly<{ observations: readonly Observation[] | undefined }>): ReactNode {
  if (!observations) {
    return <Skeleton height={120} role="status" aria-label="Loading observations" />;
  }
  if (observations.length === 0) {
    return <Text role="status">None that this app may see.</Text>;
  }
  return (
    <Table aria-label="Observations" verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>What</Table.Th>
          <Table.Th>Value</Table.Th>
          <Table.Th>When</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {observations.map((observation) => (
          <Table.Tr key={observation.id}>
            <Table.Td>{formatCodeableConcept(observation.code)}</Table.Td>
            <Table.Td>{formatObservationValue(observation)}</Table.Td>
            <Table.Td>{formatDateTime(observation.effectiveDateTime)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
