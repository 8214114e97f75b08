import type { ConfigError } from '@auth-patterns/auth-config';
import { Code, Container, List, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

export function ConfigErrorPage({ problems }: Readonly<Pick<ConfigError, 'problems'>>): ReactNode {
  return (
    <Container component="main" size="sm" py="xl">
      <Stack>
        <Title order={1}>This app is not configured yet</Title>
        <List>
          {problems.map(({ variable, problem }) => (
            <List.Item key={variable}>
              <Code>{variable}</Code> {problem}
            </List.Item>
          ))}
        </List>
        <Text>
          Copy <Code>.env.example</Code> to <Code>.env</Code> in the app’s folder, adjust it, and start the app again.
        </Text>
      </Stack>
    </Container>
  );
}
