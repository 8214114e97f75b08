import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import type { ReactNode, SubmitEvent } from 'react';
import { FailureNotice } from '#ui/show-failure.tsx';
import { TokenCard } from './token-card.tsx';
import type { TokenFacts } from './token-exchange-facts.ts';
import type { TokenExchange } from './use-token-exchange.ts';

type ExchangeStepProps = Pick<TokenExchange, 'provider' | 'busy' | 'error' | 'start' | 'exchange' | 'discard'> &
  Readonly<{ facts: TokenFacts }>;

export function ExchangeStep({ provider, facts, busy, error, ...act }: ExchangeStepProps): ReactNode {
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    act.exchange((new FormData(event.currentTarget).get('membership') as string).trim());
  };
  return (
    <Stack component="section" gap="lg" aria-labelledby="exchange-it">
      <Title order={2} size="h3" id="exchange-it">
        2. Exchange {provider}&rsquo;s token
      </Title>
      <Text className="token-exchange-text" role="status">
        {provider} knows who you are. Medplum has heard nothing of it yet. State, issuer and ID token were checked.
      </Text>
      <div className="token-cards">
        <TokenCard from={provider} facts={facts} />
        <form onSubmit={submit}>
          <Stack align="flex-start">
            <MembershipField />
            <FailureNotice error={error} />
            <Group>
              <Button type="submit" loading={busy}>
                Exchange it at Medplum
              </Button>
              <Button variant="default" disabled={busy} onClick={act.discard}>
                Throw it away
              </Button>
              {Boolean(error) && (
                <Button variant="default" disabled={busy} onClick={() => act.start()}>
                  Sign in at {provider} again
                </Button>
              )}
            </Group>
          </Stack>
        </form>
      </div>
    </Stack>
  );
}

/** Medplum shows no page in this flow, so it cannot ask somebody with several profiles which one to use. */
function MembershipField(): ReactNode {
  return (
    <Stack gap="xs" w="100%">
      <TextInput
        name="membership"
        label="Membership (optional)"
        description="The id of a ProjectMembership"
        placeholder="Empty: the first that Medplum finds"
        autoComplete="off"
        spellCheck={false}
      />
      <details className="token-exchange-details">
        <summary>For people with several profiles. How does an app know the id?</summary>
        <Text size="sm" mt="xs">
          Not from Medplum in this flow: nobody may ask it for memberships before the exchange, and it does not ask the
          user either, but takes the first. So an app keeps the id since it invited the user, or has its own server look
          for <code>ProjectMembership?user=…</code>. You find yours on “Who am I?” when you are signed in with that
          profile.
        </Text>
      </details>
    </Stack>
  );
}
