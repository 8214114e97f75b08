import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { AuthenticatorKey } from './authenticator-key.tsx';

const keyUri = 'otpauth://totp/Medplum:maya?secret=JBSWY3DPEHPK3PXP&issuer=Medplum';
const qrCode = 'data:image/png;base64,iVBORw0KGgo=';

function open(key: Readonly<{ keyUri: string; qrCode: string }>): void {
  render(
    <MantineProvider>
      <AuthenticatorKey {...key} />
    </MantineProvider>,
  );
}

test('authenticator key, as Medplum sends it, can be scanned, typed and opened', () => {
  open({ keyUri, qrCode });

  expect(screen.getByRole('img')).toHaveAttribute('src', qrCode);
  expect(screen.getByText('JBSW Y3DP EHPK 3PXP')).toBeVisible();
  expect(screen.getByRole('link')).toHaveAttribute('href', keyUri);
});

test.each([
  'javascript:alert(1)//?secret=x',
  'https://stranger.example/?secret=x',
  'smb://stranger.example/?secret=x',
  '',
])('[L8] authenticator key, that is "%s", is no link and no key', (other) => {
  open({ keyUri: other, qrCode });

  expect(screen.queryByRole('link')).not.toBeInTheDocument();
  expect(screen.queryByText(/Type this key/)).not.toBeInTheDocument();
});

test.each(['https://stranger.example/pixel.png', 'data:text/html,x', ''])(
  '[L8] authenticator key, whose picture is "%s", asks nobody for it',
  (other) => {
    open({ keyUri, qrCode: other });

    expect(screen.queryByRole('img')).not.toBeInTheDocument();
  },
);
