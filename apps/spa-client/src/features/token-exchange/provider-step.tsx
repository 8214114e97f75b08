import { Alert, Anchor, Button, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { FailureNotice } from '#ui/show-failure.tsx';
import type { TokenExchange } from './use-token-exchange.ts';

type ProviderStepProps = Pick<TokenExchange, 'provider' | 'busy' | 'error' | 'start'> &
  Readonly<{ discarded: 'revoked' | 'here-only' | undefined }>;

const discardedTexts = {
  revoked: 'Thrown away. Medplum has ended the session that the exchange began.',
  'here-only': 'Thrown away here. Medplum did not answer, so its session ends only when its refresh token does.',
};

export function ProviderStep({ provider, busy, error, start, discarded }: ProviderStepProps): ReactNode {
  return (
    <Stack component="section" align="flex-start" aria-labelledby="sign-in-there">
      <Title order={2} size="h3" id="sign-in-there">
        1. Sign in at {provider}
      </Title>
      {discarded && <Alert role="status">{discardedTexts[discarded]}</Alert>}
      <Text className="token-exchange-text">
        The tokens that you get are held in the memory of this page alone. They are gone after a reload, or once you
        leave it.
      </Text>
      <FailureNotice error={error} />
      <Button loading={busy} onClick={() => start()}>
        Continue with {provider}
      </Button>
      <Text size="sm">
        {provider} may remember you. To be somebody else,{' '}
        <Anchor component="button" size="sm" onClick={() => start('login')}>
          use another account there
        </Anchor>
        .
      </Text>
    </Stack>
  );
}
