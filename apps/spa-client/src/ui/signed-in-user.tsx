import { Text } from '@mantine/core';
import { getDisplayString, type ProfileResource } from '@medplum/core';
import type { ReactNode } from 'react';

export function SignedInUser({ profile }: Readonly<{ profile: ProfileResource }>): ReactNode {
  return <Text size="sm">{getDisplayString(profile)}</Text>;
}
