import { Button, Text, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { ModalDialog } from '#parts/modal-dialog.tsx';
import '@mantine/core/styles/VisuallyHidden.css';

type IdleWarningProps = Readonly<{ secondsLeft: number; stay: () => void; leave: () => void }>;

export function IdleWarning({ secondsLeft, stay, leave }: IdleWarningProps): ReactNode {
  return (
    <ModalDialog title="Are you still there?" onCancel={stay}>
      <Text>
        Nobody has used this app for a while. So that the next person at this computer does not see your patients, it
        signs you out in{' '}
        <strong role="timer" aria-live="off">
          {secondsLeft} s
        </strong>
        .
      </Text>
      {/* Read out at the start and near the end, not each second. */}
      <VisuallyHidden aria-live="polite">{secondsLeft <= 15 ? 'Signing out in 15 seconds' : ''}</VisuallyHidden>
      <div className="modal-dialog-buttons">
        <Button onClick={stay}>Stay signed in</Button>
        <Button variant="default" onClick={leave}>
          Sign out now
        </Button>
      </div>
    </ModalDialog>
  );
}
