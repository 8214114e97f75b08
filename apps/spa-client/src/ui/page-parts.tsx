import { Group, Loader, Stack, Text, Title } from '@mantine/core';
import { type ComponentType, lazy, type LazyExoticComponent, type ReactNode, useEffect, useId } from 'react';

/** A part of the app in a file of its own, fetched when it is first shown: the sign-in screen does not pay for it. */
export function lazyPage<Props>(load: () => Promise<ComponentType<Props>>): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => ({ default: await load() }));
}

/** The heading of a page, and its name in the tab and in the history. */
export function PageTitle({ children }: Readonly<{ children: string }>): ReactNode {
  useEffect(() => {
    document.title = `${children} · spa-client`;
  }, [children]);
  return <Title order={1}>{children}</Title>;
}

/** Part of a page, with a heading that names it. */
export function Section({ title, children }: Readonly<{ title: string; children: ReactNode }>): ReactNode {
  const id = useId();
  return (
    <Stack gap="sm" component="section" aria-labelledby={id}>
      <Title order={2} size="h3" id={id}>
        {title}
      </Title>
      {children}
    </Stack>
  );
}

export function Waiting({ children }: Readonly<{ children: string }>): ReactNode {
  return (
    <Group role="status">
      <Loader size="sm" aria-hidden />
      <Text>{children}&hellip;</Text>
    </Group>
  );
}
