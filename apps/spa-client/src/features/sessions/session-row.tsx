import { Button, Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SignedInSession } from './sessions.ts';
import { methodName } from './method-name.ts';

type SessionRowProps = Readonly<{
  session: SignedInSession;
  isEnding: boolean;
  isBusy: boolean;
  end: () => void;
}>;

export function SessionRow({ session, isEnding, isBusy, end }: SessionRowProps): ReactNode {
  const { authMethod, lastUpdated, remoteAddress = 'an unknown address', project, isThisOne } = session;
  const time = new Date(lastUpdated).toLocaleString();
  return (
    <Paper component="li" withBorder p="md" className="sessions-row">
      <div>
        <Text fw={600}>
          {methodName(authMethod)}
          {isThisOne && <span className="sessions-this-one">This browser</span>}
        </Text>
        <Text size="sm">
          From {remoteAddress}
          {project?.display && `, ${project.display}`}
        </Text>
        <Text size="sm" c="dimmed">
          Begun or renewed <time dateTime={lastUpdated}>{time}</time>
        </Text>
      </div>
      <Button
        variant="default"
        size="sm"
        loading={isEnding}
        disabled={isBusy && !isEnding}
        aria-label={isThisOne ? 'Sign out this browser' : `Sign out the session from ${remoteAddress} of ${time}`}
        onClick={end}
      >
        Sign out
      </Button>
    </Paper>
  );
}
