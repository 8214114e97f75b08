import { Anchor, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { BrowserSettings } from '@auth-patterns/auth-config';
import { otherWays } from './other-ways.ts';

/** Links to everything else that somebody at the door may be looking for. */
export function MoreWays({ settings }: Readonly<{ settings: BrowserSettings }>): ReactNode {
  const offered = otherWays.filter(({ isOffered }) => isOffered?.(settings) ?? true);
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
