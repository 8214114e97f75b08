import { Group, Loader, Text } from '@mantine/core';
import type { ReactNode } from 'react';

export function Waiting({ children }: Readonly<{ children: string }>): ReactNode {
  return (
    <Group role="status">
      <Loader size="sm" aria-hidden />
      <Text>{children}&hellip;</Text>
    </Group>
  );
}
