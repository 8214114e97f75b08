import { Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { formatCodeableConcept, formatDateTime, formatObservationValue, isOk } from '@medplum/core';
import type { Observation } from '@medplum/fhirtypes';
import { useSearchResources } from '@medplum/react-hooks';
import type { ReactNode } from 'react';
import { RefusalNotice } from '#failure/refusal-notice.tsx';

export function ObservationList({ patientId }: Readonly<{ patientId: string }>): ReactNode {
  const [observations, , outcome] = useSearchResources('Observation', {
    subject: `Patient/${patientId}`,
    _sort: '-date',
    _count: '20',
  });
  return (
    <Stack gap="xs">
      <Title order={2}>Observations</Title>
      {outcome && !isOk(outcome) ? (
        <RefusalNotice error={outcome} resourceType="Observation" />
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
    return <Text role="status">None yet that you may see.</Text>;
  }
  return (
    <Table aria-label="Observations" verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>What</Table.Th>
          <Table.Th>Value</Table.Th>
          <Table.Th>When</Table.Th>
          <Table.Th>By</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {observations.map((observation) => (
          <Table.Tr key={observation.id}>
            <Table.Td>{formatCodeableConcept(observation.code)}</Table.Td>
            <Table.Td>{formatObservationValue(observation)}</Table.Td>
            <Table.Td>{formatDateTime(observation.effectiveDateTime)}</Table.Td>
            <Table.Td>{observation.performer?.[0]?.display}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
