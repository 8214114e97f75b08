import { Anchor, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

export function SecondFactor({ isEnrolled }: Readonly<{ isEnrolled: boolean }>): ReactNode {
  return (
    <Text>
      {isEnrolled
        ? 'On: whoever knows your password also needs a code from your authenticator app or from a mail.'
        : 'Off: your password alone is enough to sign in.'}{' '}
      <Anchor component={Link} to="/security" inherit underline="always">
        {isEnrolled ? 'Change it' : 'Set it up'}
      </Anchor>
    </Text>
  );
}
