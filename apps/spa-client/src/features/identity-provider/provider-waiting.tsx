import { Button, Code, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { PageTitle, Waiting } from '#ui/page-parts.tsx';
import '@mantine/core/styles/Code.css';

type ProviderWaitingProps = Readonly<{ name: string; show: () => void; cancel: () => void }>;

export function ProviderWaiting({ name, show, cancel }: ProviderWaitingProps): ReactNode {
  return (
    <Stack align="flex-start" maw="40rem">
      <PageTitle>{`Sign in with ${name}`}</PageTitle>
      <Waiting>{`Waiting for ${name}`}</Waiting>
      <Text>
        Go on in the window that has opened. {name} asks there who you are. Then the window closes, and this page goes
        on by itself.
      </Text>
      <Text>
        If that window shows text that begins with <Code>{'{"resourceType":"OperationOutcome"'}</Code>, Medplum could
        not sign you in. Remember what it says after <Code>&quot;text&quot;</Code> and close the window: this page will
        tell you what it means.
      </Text>
      <Group>
        <Button onClick={show}>Show the window</Button>
        <Button variant="default" onClick={cancel}>
          Cancel
        </Button>
      </Group>
    </Stack>
  );
}
