import { Anchor, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useContext } from 'react';
import { Link } from 'react-router';
import { Features } from '#feature';
import type { Auth } from '#medplum/auth.ts';

/** For somebody whom the cards do not serve: what features offer on pages of their own, or a word of help. */
export function MoreWays({ auth }: Readonly<{ auth: Auth }>): ReactNode {
  const offered = useContext(Features).flatMap(({ otherWays }) => otherWays?.(auth) ?? []);
  return offered.length === 0 ? null : (
    <Stack component="section" gap="sm" aria-labelledby="more-ways">
      <Title order={2} size="h3" id="more-ways">
        More ways and help
      </Title>
      <ul className="sign-in-more">
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
    </Stack>
  );
}
