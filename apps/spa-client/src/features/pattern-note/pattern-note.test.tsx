import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { PatternNote } from './pattern-note.tsx';

test('sign-in page, at first, quotes RFC 10017 on this pattern and names the other one', () => {
  render(
    <MantineProvider>
      <PatternNote />
    </MantineProvider>,
  );

  expect(screen.getByText(/RFC 10017/)).toHaveTextContent('does not recommend this pattern for personal data');
  expect(screen.getByText('legacy-proxy')).toBeVisible();
  expect(screen.getByText('Why?')).toBeVisible();
});
