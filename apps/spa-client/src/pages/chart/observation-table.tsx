import { Anchor, Table, VisuallyHidden } from '@mantine/core';
import { formatCodeableConcept, formatDateTime, formatObservationValue } from '@medplum/core';
import type { Observation } from '@medplum/fhirtypes';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { ScrollRegion } from '#ui/scroll-region.tsx';
import './observation-table.css';
import '#ui/stacked-table.css';

type ObservationTableProps = Readonly<{
  patientId: string;
  observations: readonly Observation[];
  news: readonly Observation[];
}>;

export function ObservationTable({ patientId, observations, news }: ObservationTableProps): ReactNode {
  const isNew = ({ meta }: Observation): boolean => news.some((one) => one.meta?.versionId === meta?.versionId);
  return (
    <ScrollRegion label="Observations, scrolls sideways">
      <Table aria-label="Observations" verticalSpacing="sm" className="stacked-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>What</Table.Th>
            <Table.Th>Value</Table.Th>
            <Table.Th>When</Table.Th>
            <Table.Th>By</Table.Th>
            <Table.Th>History</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {observations.map((observation) => (
            // A new version is a new row, so that its highlight runs.
            <Table.Tr
              key={observation.meta?.versionId ?? observation.id}
              {...(isNew(observation) && { className: 'observation-table-new' })}
            >
              <Table.Td data-label="What">
                <div>
                  {formatCodeableConcept(observation.code)}
                  {isNew(observation) && <span className="observation-table-mark">New</span>}
                </div>
              </Table.Td>
              <Table.Td data-label="Value">{formatObservationValue(observation)}</Table.Td>
              <Table.Td data-label="When">{formatDateTime(observation.effectiveDateTime)}</Table.Td>
              <Table.Td data-label="By">{observation.performer?.[0]?.display}</Table.Td>
              <Table.Td data-label="History">
                <Anchor size="sm" component={Link} to={`/patients/${patientId}/observations/${observation.id}/history`}>
                  Who wrote it
                  <VisuallyHidden>: {formatCodeableConcept(observation.code)}</VisuallyHidden>
                </Anchor>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollRegion>
  );
}
