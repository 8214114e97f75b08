import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Held } from './use-token-exchange.ts';

type ExchangeStepsProps = Readonly<{ provider: string; status: Held['status'] }>;

const places: Readonly<Record<Held['status'], number>> = { none: 0, provider: 1, exchanged: 2 };

/** Draws the steps of the exchange and marks the one that the user has reached. */
export function ExchangeSteps({ provider, status }: ExchangeStepsProps): ReactNode {
  const steps = [
    {
      title: `Sign in at ${provider}`,
      between: `This app ⇄ ${provider}`,
      text: 'This app is its client: public, with PKCE and no secret. The code comes back here, and so does every failure.',
    },
    {
      title: 'Exchange the token',
      between: `This app → Medplum → ${provider}`,
      text: `Medplum asks ${provider} whom the token is about, and looks for that email among its users.`,
    },
    {
      title: 'Use Medplum’s token',
      between: 'This app → Medplum',
      text: `For every record. ${provider} has no part in it any more.`,
    },
  ];
  return (
    <ol className="exchange-steps" aria-label="How it works">
      {steps.map(({ title, between, text }, index) => (
        <li key={title} className="exchange-step" aria-current={index === places[status] ? 'step' : undefined}>
          <Text fw={600}>
            {index + 1}. {title}
          </Text>
          <Text size="sm" className="exchange-step-between">
            {between}
          </Text>
          <Text size="sm">{text}</Text>
        </li>
      ))}
    </ol>
  );
}
