import { Anchor, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

export function NotFoundPage(): ReactNode {
  return (
    <Stack align="flex-start">
      <Title order={1}>There is no such page</Title>
      <Text>The address may be mistyped, or the page may have moved.</Text>
      <Anchor component={Link} to="/">
        Go to the first page
      </Anchor>
    </Stack>
  );
}
