import { Skeleton, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';

type RecordTableProps = Readonly<{
  label: string;
  headings: readonly string[];
  /** A cell for each heading. Undefined until Medplum has answered. */
  rows: readonly Readonly<{ key: string | undefined; cells: readonly ReactNode[] }>[] | undefined;
  /** What it says when there is none. */
  empty: string;
}>;

/** On a phone each row is a card: its cells stand one below the other, with their headings. */
export function RecordTable({ label, headings, rows, empty }: RecordTableProps): ReactNode {
  if (!rows) {
    return <Skeleton height={160} role="status" aria-label={`Loading ${label.toLowerCase()}`} />;
  }
  if (rows.length === 0) {
    return <Text role="status">{empty}</Text>;
  }
  return (
    <Table aria-label={label} verticalSpacing="sm" className="record-table">
      <Table.Thead>
        <Table.Tr>
          {headings.map((heading) => (
            <Table.Th key={heading}>{heading}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ key, cells }) => (
          <Table.Tr key={key}>
            {headings.map((heading, index) => (
              <Table.Td key={heading} data-label={heading}>
                <div>{cells[index]}</div>
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

type FactTableProps = Readonly<{ label: string; facts: Readonly<Record<string, string | undefined>> }>;

export function FactTable({ label, facts }: FactTableProps): ReactNode {
  return (
    <Table variant="vertical" layout="fixed" aria-label={label}>
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
