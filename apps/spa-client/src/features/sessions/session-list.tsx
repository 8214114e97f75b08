import { Stack, Text } from '@mantine/core';
import { useMedplum } from '@medplum/react-hooks';
import { type ReactNode, useState } from 'react';
import type { Session } from '#medplum/session.ts';
import { FailureNotice } from '#ui/show-failure.tsx';
import { SessionRow } from './session-row.tsx';
import { revokeSession, type SignedInSession } from './sessions.ts';

type SessionListProps = Readonly<{
  sessions: readonly SignedInSession[];
  reload: () => Promise<void>;
  signOut: Session['signOut'];
}>;

export function SessionList({ sessions, reload, signOut }: SessionListProps): ReactNode {
  const medplum = useMedplum();
  const [ending, setEnding] = useState<string>();
  const [error, setError] = useState<unknown>();

  const end = async ({ id, isThisOne }: SignedInSession): Promise<void> => {
    setEnding(id);
    setError(undefined);
    try {
      await (isThisOne ? signOut() : revokeSession(medplum, id));
      await (isThisOne ? undefined : reload());
    } catch (caught) {
      setError(caught);
    } finally {
      setEnding(undefined);
    }
  };

  if (sessions.length === 0) {
    return (
      <Text role="status">
        Medplum lists none. That is so for accounts of another kind, and once the last renewal is more than an hour ago.
      </Text>
    );
  }
  return (
    <Stack gap="sm">
      {error ? <FailureNotice error={error} resourceType="Login" /> : null}
      <ul className="sessions-list" aria-label="Sessions">
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            isEnding={ending === session.id}
            isBusy={ending !== undefined}
            end={() => void end(session)}
          />
        ))}
      </ul>
    </Stack>
  );
}
