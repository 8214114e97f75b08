import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Auth } from '#medplum/auth.ts';
import { idleTimeoutMinutes } from './last-use.ts';

/** What somebody at a shared workstation should expect, where the settings provide for one. */
export function WorkstationNote({ auth }: Readonly<{ auth: Auth }>): ReactNode {
  const minutes = idleTimeoutMinutes(auth);
  return (
    <>
      {auth.settings.tokenStorage === 'memory' && (
        <Text c="dimmed">
          This app keeps your token in this page alone: reloading or closing the page signs you out here.
        </Text>
      )}
      {minutes > 0 && (
        <Text c="dimmed">After {minutes === 1 ? 'a minute' : `${minutes} minutes`} without use it signs you out.</Text>
      )}
    </>
  );
}
