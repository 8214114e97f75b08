import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

export function SecondFactor({ isEnrolled }: Readonly<{ isEnrolled: boolean }>): ReactNode {
  return (
    <Text>
      {isEnrolled
        ? 'On: whoever knows your password also needs a code from your authenticator app.'
        : 'Off: your password alone is enough to sign in.'}
    </Text>
  );
}
