import { Button, Stack, Text } from '@mantine/core';
import { useMedplum } from '@medplum/react-hooks';
import { type ReactNode, useState } from 'react';
import type { Session } from '#medplum/session.ts';
import { ModalDialog } from '#parts/modal-dialog.tsx';
import { FailureNotice } from '#ui/show-failure.tsx';
import { revokeSession, type SignedInSession } from './sessions.ts';

type SignOutEverywhereProps = Readonly<{ sessions: readonly SignedInSession[]; signOut: Session['signOut'] }>;

/** Ends all sessions, this one last: its token is what the others are ended with. */
export function SignOutEverywhere({ sessions, signOut }: SignOutEverywhereProps): ReactNode {
  const medplum = useMedplum();
  const [isAsking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const others = sessions.filter(({ isThisOne }) => !isThisOne);

  const endAll = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      for (const { id } of others) {
        await revokeSession(medplum, id);
      }
      await signOut();
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  };

  return (
    <div>
      <Button variant="default" onClick={() => setAsking(true)}>
        Sign out everywhere
      </Button>
      {isAsking && (
        <ModalDialog title="Sign out everywhere?" onCancel={() => setAsking(false)}>
          <Stack gap="sm">
            <Text>
              {others.length === 0
                ? 'Medplum lists no other session, so this signs out this browser.'
                : `This ends ${others.length === 1 ? 'one other session' : `${others.length} other sessions`}, then ` +
                  'signs out this browser. What is not saved there is lost.'}
            </Text>
            {error ? <FailureNotice error={error} resourceType="Login" /> : null}
          </Stack>
          <div className="modal-dialog-buttons">
            <Button loading={busy} onClick={() => void endAll()}>
              Sign out everywhere now
            </Button>
            <Button variant="default" disabled={busy} onClick={() => setAsking(false)}>
              Cancel
            </Button>
          </div>
        </ModalDialog>
      )}
    </div>
  );
}
