import { Button, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Feature } from '#feature';

/** Light or dark, other than the device says. */
export const colorScheme: Feature = { name: 'color-scheme', HeaderTool: ColorSchemeButton };

function ColorSchemeButton(): ReactNode {
  const { setColorScheme } = useMantineColorScheme();
  const other = useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'light' ? 'dark' : 'light';
  return (
    <Button
      variant="default"
      size="xs"
      px="xs"
      aria-label={`Switch to ${other} colours`}
      onClick={() => setColorScheme(other)}
    >
      {other === 'dark' ? '☾' : '☀'}
    </Button>
  );
}
