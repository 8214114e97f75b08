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
  expect(screen.getByRole('link', { name: 'the server-side pattern' })).toHaveAttribute(
    'href',
    expect.stringContaining('rfc10017#section-6.1'),
  );
  expect(screen.getByText('Why?')).toBeVisible();
});
