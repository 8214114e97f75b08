import { Text } from '@mantine/core';
import { formatDateTime } from '@medplum/core';
import type { ReactNode } from 'react';
import { RecordTable } from '#ui/tables.tsx';
import type { Version } from './versions.ts';

export function HistoryTable({ versions }: Readonly<{ versions: readonly Version[] }>): ReactNode {
  return (
    <RecordTable
      label="Versions, newest first"
      empty="There is no version that you may see."
      headings={['When', 'By', 'What it says', 'Version']}
      rows={versions.map(({ id, at, author, onBehalfOf, content }) => ({
        key: id,
        cells: [
          formatDateTime(at),
          <>
            {author ?? 'Medplum does not say'}
            {onBehalfOf && (
              <Text size="sm" c="dimmed">
                for {onBehalfOf}
              </Text>
            )}
          </>,
          content,
          <code key="version">{id.slice(0, 8)}</code>,
        ],
      }))}
    />
  );
}
