import { Group, Loader, Stack, Text, Title } from '@mantine/core';
import {
  type ComponentType,
  createElement,
  lazy,
  type LazyExoticComponent,
  type ReactNode,
  Suspense,
  useEffect,
} from 'react';

/** A part of the app in a file of its own, fetched when it is first shown: the sign-in screen does not pay for it. */
export function lazyPage<Props>(load: () => Promise<ComponentType<Props>>): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => ({ default: await load() }));
}

/** The same for a part of a page. It waits for itself alone: what stands beside it is there at once, and stays. */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const Part = lazy(async () => ({ default: await load() }));
  return (props) => <Suspense>{createElement(Part as ComponentType<Props>, props)}</Suspense>;
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
  return (
    <Stack gap="sm" component="section" aria-label={title}>
      <Title order={2} size="h3">
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
