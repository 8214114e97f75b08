import type { BrowserSettings } from '@auth-patterns/auth-config';
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

type WorkstationNoteProps = Readonly<{ settings: Pick<BrowserSettings, 'tokenStorage' | 'idleTimeoutMinutes'> }>;

/** What somebody at a shared workstation should expect, where the settings provide for one. */
export function WorkstationNote({ settings: { tokenStorage, idleTimeoutMinutes } }: WorkstationNoteProps): ReactNode {
  return (
    <>
      {tokenStorage === 'memory' && (
        <Text c="dimmed">
          This app keeps your token in this page alone: reloading or closing the page signs you out here.
        </Text>
      )}
      {idleTimeoutMinutes > 0 && (
        <Text c="dimmed">
          After {idleTimeoutMinutes === 1 ? 'a minute' : `${idleTimeoutMinutes} minutes`} without use it signs you out.
        </Text>
      )}
    </>
  );
}
