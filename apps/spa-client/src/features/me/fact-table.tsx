import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

export function FactTable({ facts }: Readonly<{ facts: Readonly<Record<string, string | undefined>> }>): ReactNode {
  return (
    <Table variant="vertical" layout="fixed">
      <Table.Tbody>
        {Object.entries(facts).map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" w="34%">
              {name}
            </Table.Th>
            <Table.Td>{value ?? 'Medplum did not say'}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
