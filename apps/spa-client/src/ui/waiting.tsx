import { Loader, Text } from '@mantine/core';
import type { ReactNode } from 'react';

export function Waiting({ children }: Readonly<{ children: string }>): ReactNode {
  return (
    <div role="status" className="shell-waiting">
      <Loader size="sm" aria-hidden />
      <Text>{children}&hellip;</Text>
    </div>
  );
}
