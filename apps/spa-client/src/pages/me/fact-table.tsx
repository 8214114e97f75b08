import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

type FactTableProps = Readonly<{ label: string; facts: Readonly<Record<string, string | undefined>> }>;

export function FactTable({ label, facts }: FactTableProps): ReactNode {
  return (
    <Table variant="vertical" layout="fixed" aria-label={label} className="fact-table">
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
