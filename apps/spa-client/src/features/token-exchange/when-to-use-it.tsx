import { Code, List, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import '@mantine/core/styles/Code.css';
import '@mantine/core/styles/List.css';

/** Token exchange beside external sign-in, where Medplum is the provider's client and this app sees one token. */
export function WhenToUseIt({ provider }: Readonly<{ provider: string }>): ReactNode {
  return (
    <div className="token-exchange-columns">
      <Stack component="section" gap="sm" aria-labelledby="when">
        <Title order={2} size="h3" id="when">
          When to use it
        </Title>
        <List spacing="xs">
          <List.Item>
            Your app signs its users in at {provider} already, and needs that token for other services too. Medplum is
            one more.
          </List.Item>
          <List.Item>
            You want every failure in your app. In external sign-in Medplum is {provider}&rsquo;s client, and whoever
            cancels there stays on Medplum&rsquo;s server, in front of bare JSON.
          </List.Item>
          <List.Item>
            The SDK does the second step in one call: <Code>medplum.exchangeExternalAccessToken(token)</Code>. This page
            sends the request itself, to check the ID token and to show you the answer first.
          </List.Item>
        </List>
      </Stack>
      <Stack component="section" gap="sm" aria-labelledby="costs">
        <Title order={2} size="h3" id="costs">
          What it costs
        </Title>
        <List spacing="xs">
          <List.Item>
            Two tokens in the browser, with two lives. Ending one session does not end the other: somebody locked out at{' '}
            {provider} stays in Medplum until its refresh token is revoked there.
          </List.Item>
          <List.Item>
            Medplum asks {provider} whom a token is about, not for which app it was made. Any app there could exchange
            its users&rsquo; tokens, so all of them must be ones that you trust.
          </List.Item>
          <List.Item>
            The scopes of the one say nothing about the other. {provider} says who you are, and Medplum&rsquo;s access
            policy what you may do.
          </List.Item>
          <List.Item>
            One more client to register, with this app&rsquo;s callback, and a provider that allows this page&rsquo;s
            origin (CORS).
          </List.Item>
        </List>
      </Stack>
    </div>
  );
}
