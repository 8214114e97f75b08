import { Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

/** The heading of a page, and its name in the tab and in the history. */
export function PageTitle({ children }: Readonly<{ children: string }>): ReactNode {
  useEffect(() => {
    document.title = `${children} · spa-client`;
  }, [children]);
  return <Title order={1}>{children}</Title>;
}
