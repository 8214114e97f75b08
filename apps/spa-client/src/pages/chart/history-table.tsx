import { Code, Table, Text } from '@mantine/core';
import { formatDateTime } from '@medplum/core';
import type { ReactNode } from 'react';
import type { Version } from '#fhir/versions.ts';
import { ScrollRegion } from '#ui/scroll-region.tsx';
import '#ui/stacked-table.css';

export function HistoryTable({ versions }: Readonly<{ versions: readonly Version[] }>): ReactNode {
  return (
    <ScrollRegion label="Versions, scrolls sideways">
      <Table aria-label="Versions, newest first" verticalSpacing="sm" className="stacked-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>When</Table.Th>
            <Table.Th>By</Table.Th>
            <Table.Th>What it says</Table.Th>
            <Table.Th>Version</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {versions.map(({ id, at, author, onBehalfOf, content }) => (
            <Table.Tr key={id}>
              <Table.Td data-label="When">{formatDateTime(at)}</Table.Td>
              <Table.Td data-label="By">
                <div>
                  {author ?? 'Medplum does not say'}
                  {onBehalfOf && (
                    <Text size="sm" c="dimmed">
                      for {onBehalfOf}
                    </Text>
                  )}
                </div>
              </Table.Td>
              <Table.Td data-label="What it says">{content}</Table.Td>
              <Table.Td data-label="Version">
                <Code>{id.slice(0, 8)}</Code>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollRegion>
  );
}
