import { Button, Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SignedInSession } from './sessions.ts';

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

const names: Readonly<Record<SignedInSession['authMethod'], string>> = {
  password: 'Email and password',
  external: 'Identity provider',
  exchange: 'Token exchange',
  google: 'Google',
  client: 'Client credentials',
  execute: 'Bot',
  'pre-authorized': 'Pre-authorized code',
};

/** How the session was begun. A server may know more ways than this app. */
function methodName(authMethod: SignedInSession['authMethod']): string {
  return (names as Readonly<Record<string, string>>)[authMethod] ?? authMethod;
}
