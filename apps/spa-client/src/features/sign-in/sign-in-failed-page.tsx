import { Button, Code, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { describeFailure } from './describe-failure.ts';
import type { SignInFailure } from './sign-in-failure.ts';

const unknownFailure: SignInFailure = { code: 'unexpected', detail: 'none' };

export function SignInFailedPage(): ReactNode {
  const failure = (useLocation().state as SignInFailure | null) ?? unknownFailure;
  const { title, happened, next } = describeFailure(failure);
  return (
    <Stack align="flex-start" maw="40rem">
      <Title order={1}>{title}</Title>
      <Text>{happened}</Text>
      <Text>{next}</Text>
      <Button component={Link} to="/sign-in">
        Start a new sign-in
      </Button>
      <Text size="sm" c="dimmed">
        For support: <Code>{failure.code}</Code>, {failure.detail}
      </Text>
    </Stack>
  );
}
