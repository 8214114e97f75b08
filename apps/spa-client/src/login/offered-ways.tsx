import { Anchor, Paper, Stack, Text, Title } from '@mantine/core';
import { Fragment, type ReactNode, useContext } from 'react';
import { Link } from 'react-router';
import { Features, type SignInWaysProps } from '#feature';
import { Section } from '#ui/page-parts.tsx';
import type { CardProps, SignInFeature } from './sign-in-feature.ts';
import './offered-ways.css';

/** Every further way of signing in: cards, buttons for accounts elsewhere, and links to pages of their own. */
export function OfferedWays(props: SignInWaysProps): ReactNode {
  const features = useContext(Features) as readonly SignInFeature[];
  const elsewhere = features.find((feature) => feature.elsewhere)?.elsewhere;
  const card: CardProps = { ...props, elsewhere };
  return (
    <>
      {features.map((feature) => (
        <Fragment key={feature.name}>{feature.card?.(card)}</Fragment>
      ))}
      <AccountsElsewhere features={features} card={card} />
      <MoreWays features={features} {...props} />
    </>
  );
}

type OfFeatures = Readonly<{ features: readonly SignInFeature[] }>;

function AccountsElsewhere({ features, card }: OfFeatures & Readonly<{ card: CardProps }>): ReactNode {
  const buttons = features
    .map(({ name, accountButton }) => ({ name, button: accountButton?.(card) }))
    .filter(({ button }) => Boolean(button));
  return buttons.length === 0 ? null : (
    <Paper withBorder p="lg" component="section" aria-labelledby="by-provider">
      <Stack>
        <Title order={2} size="h3" id="by-provider">
          With an account you have elsewhere
        </Title>
        <Text>They say who you are, and Medplum finds your account by that. A window opens for it.</Text>
        {buttons.map(({ name, button }) => (
          <div key={name} className="offered-account">
            {button}
          </div>
        ))}
      </Stack>
    </Paper>
  );
}

/** For somebody whom the cards do not serve: what features offer on pages of their own, or a word of help. */
function MoreWays({ features, auth }: OfFeatures & Pick<SignInWaysProps, 'auth'>): ReactNode {
  const offered = features.flatMap(({ otherWays }) => otherWays?.(auth) ?? []);
  return offered.length === 0 ? null : (
    <div className="offered-more">
      <Section title="More ways and help">
        <ul>
          {offered.map(({ to, title, text }) => (
            <li key={title}>
              {to ? (
                <Anchor component={Link} to={to} fw={600}>
                  {title}
                </Anchor>
              ) : (
                <Text fw={600}>{title}</Text>
              )}
              <Text size="sm" c="dimmed">
                {text}
              </Text>
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
