import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useSyncExternalStore } from 'react';
import { useNavigate } from 'react-router';
import { FailureNotice } from '#ui/show-failure.tsx';
import { TokenCard } from './token-card.tsx';
import type { TokenFacts } from './token-exchange-facts.ts';
import type { Exchanged } from './token-exchange.ts';
import type { TokenExchange } from './use-token-exchange.ts';

type SignInStepProps = Pick<TokenExchange, 'auth' | 'provider' | 'busy' | 'error' | 'signIn' | 'discard'> &
  Readonly<{ providerFacts: TokenFacts; exchanged: Exchanged }>;

export function SignInStep({
  provider,
  providerFacts,
  exchanged,
  auth,
  busy,
  error,
  ...act
}: SignInStepProps): ReactNode {
  const navigate = useNavigate();
  const { status } = useSyncExternalStore(auth.session.subscribe, auth.session.state);
  return (
    <Stack component="section" gap="lg" aria-labelledby="use-it">
      <Title order={2} size="h3" id="use-it">
        3. Use Medplum&rsquo;s token
      </Title>
      <Text className="token-exchange-text" role="status">
        Medplum knows you as <code>{exchanged.tokens.profile.reference}</code>. These are the two tokens, one beside the
        other. {provider}&rsquo;s has been dropped: what you see of it is what this page noted.
      </Text>
      <div className="token-cards">
        <TokenCard from={provider} facts={providerFacts} />
        <TokenCard from="Medplum" facts={exchanged.facts} />
      </div>
      {status === 'signed-in' && !busy && (
        <Alert role="note" color="yellow" title="Somebody is signed in here">
          This ends that session first.
        </Alert>
      )}
      <FailureNotice error={error} />
      <Group>
        <Button loading={busy} onClick={() => act.signIn(() => void navigate('/patients', { replace: true }))}>
          Use it: open the app
        </Button>
        <Button variant="default" disabled={busy} onClick={act.discard}>
          Throw it away
        </Button>
      </Group>
    </Stack>
  );
}
