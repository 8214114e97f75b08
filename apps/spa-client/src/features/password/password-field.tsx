import { PasswordInput, Text } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { FailureNotice } from '#ui/show-failure.tsx';
import '@mantine/core/styles/PasswordInput.css';

/** Appears once it is known that a password is what signs this address in, or that this cannot be known now. */
export function PasswordField({ unknownBecause }: Readonly<{ unknownBecause?: unknown }>): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <>
      {unknownBecause !== undefined && (
        <>
          <FailureNotice error={unknownBecause} />
          <Text>
            So it is not known whether your organisation signs you in. If you have a password here, go on with it.
          </Text>
        </>
      )}
      <PasswordInput
        ref={input}
        name="password"
        label="Password"
        autoComplete="current-password"
        required
        withAsterisk={false}
      />
    </>
  );
}
