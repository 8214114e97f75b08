import { Anchor, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useHasFeature } from '#ui/use-has-feature.ts';

export function SecondFactor({ isEnrolled }: Readonly<{ isEnrolled: boolean }>): ReactNode {
  const canChange = useHasFeature('second-factor');
  return (
    <Text>
      {isEnrolled
        ? 'On: whoever knows your password also needs a code from your authenticator app or from a mail.'
        : 'Off: your password alone is enough to sign in.'}{' '}
      {canChange && (
        <Anchor component={Link} to="/security" inherit underline="always">
          {isEnrolled ? 'Change it' : 'Set it up'}
        </Anchor>
      )}
    </Text>
  );
}
