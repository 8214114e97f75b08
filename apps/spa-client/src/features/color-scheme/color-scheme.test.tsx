import { MantineProvider } from '@mantine/core';
import { fireEvent, render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { colorScheme } from './feature.tsx';

test('colour button, pressed twice, offers the other colours each time', () => {
  const { HeaderTool } = colorScheme;
  render(<MantineProvider defaultColorScheme="light">{HeaderTool && <HeaderTool />}</MantineProvider>);

  fireEvent.click(screen.getByRole('button', { name: 'Switch to dark colours' }));
  expect(document.documentElement).toHaveAttribute('data-mantine-color-scheme', 'dark');

  fireEvent.click(screen.getByRole('button', { name: 'Switch to light colours' }));
  expect(document.documentElement).toHaveAttribute('data-mantine-color-scheme', 'light');
});
