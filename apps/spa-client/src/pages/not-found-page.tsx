import { Anchor, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { PageTitle } from '#ui/page-title.tsx';

export function NotFoundPage(): ReactNode {
  return (
    <Stack align="flex-start">
      <PageTitle>There is no such page</PageTitle>
      <Text>The address may be mistyped, or the page may have moved.</Text>
      <Anchor component={Link} to="/">
        Go to the first page
      </Anchor>
    </Stack>
  );
}
