import { Anchor, Code, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import './authenticator-key.css';
import '@mantine/core/styles/Code.css';

type AuthenticatorKeyProps = Readonly<{ qrCode: string; keyUri: string }>;

/** The key that an authenticator app needs: to scan, to open on this device, or to type. */
export function AuthenticatorKey({ qrCode, keyUri }: AuthenticatorKeyProps): ReactNode {
  // A server names both: whatever else it sends is neither opened nor asked for.
  const uri = URL.canParse(keyUri) ? new URL(keyUri) : undefined;
  const link = uri?.protocol === 'otpauth:' ? uri.href : undefined;
  const key = link && uri?.searchParams.get('secret');
  return (
    <Stack component="section" align="flex-start" aria-labelledby="scan-key">
      <Title order={2} size="h3" id="scan-key">
        1. Add this account to an authenticator app
      </Title>
      <Text>
        Any of them will do, for example Google Authenticator, Microsoft Authenticator, 1Password or Bitwarden. In the
        app, choose to add an account and scan this:
      </Text>
      <div className="authenticator-key">
        {qrCode.startsWith('data:image/') && (
          <img src={qrCode} alt="QR code with the key for your authenticator app" width={192} height={192} />
        )}
        <Stack gap="xs">
          {key && (
            <>
              <Text>Cannot scan it? Type this key into the app:</Text>
              <Code fz="md" className="authenticator-key-text">
                {key.match(/.{1,4}/g)?.join(' ')}
              </Code>
            </>
          )}
          {link && (
            <Text>
              Is the app on this device?{' '}
              <Anchor href={link} underline="always">
                Open it with the key
              </Anchor>
              .
            </Text>
          )}
          <Text size="sm" c="dimmed">
            Whoever has this key can make your codes. Show it to nobody.
          </Text>
        </Stack>
      </div>
    </Stack>
  );
}
