import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { theme } from './theme.ts';

/** Colours and fonts. No inline <style>: `theme.css` holds what Mantine would insert, so that the CSP can stay strict. */
export function AppFrame({ children }: Readonly<{ children: ReactNode }>): ReactNode {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      {children}
    </MantineProvider>
  );
}
