import { Stack, Text, Title } from '@mantine/core';
import { useMedplum } from '@medplum/react-hooks';
import type { ReactNode } from 'react';
import { AuthenticatorKey } from '#login/authenticator-key.tsx';
import { CodeForm } from '#login/code-form.tsx';
import { changeSecondFactor } from './second-factors.ts';
import { type FactorProps, isLastRequired } from './use-second-factors.ts';

/** Adds an authenticator app, or removes the one that the user has. */
export function AppFactor({ factors, onChange }: FactorProps): ReactNode {
  const isOn = factors.enrolled.includes('totp');
  if (!isOn && !factors.allowed.includes('totp')) {
    return null;
  }
  return isOn ? <RemoveApp factors={factors} onChange={onChange} /> : <AddApp factors={factors} onChange={onChange} />;
}

function AddApp({ factors, onChange }: FactorProps): ReactNode {
  const medplum = useMedplum();
  return (
    <Stack gap="lg">
      <Text>
        Authenticator app: <strong>off</strong>. Two steps turn it on.
      </Text>
      <AuthenticatorKey qrCode={factors.qrCode} keyUri={factors.keyUri} />
      <Stack component="section" aria-labelledby="turn-on">
        <Title order={2} size="h3" id="turn-on">
          2. Enter the code that it shows
        </Title>
        <CodeForm
          label="Code"
          description="Six digits, which change every 30 seconds."
          action="Turn it on"
          send={async (code) => {
            await changeSecondFactor(medplum, 'enroll', { method: 'totp', code });
            onChange('Your authenticator app is on. The next sign-in with your password asks for a code.');
          }}
        />
      </Stack>
    </Stack>
  );
}

function RemoveApp({ factors, onChange }: FactorProps): ReactNode {
  const medplum = useMedplum();
  return (
    <Stack component="section" aria-labelledby="app-factor">
      <Title order={2} size="h3" id="app-factor">
        Authenticator app
      </Title>
      {isLastRequired(factors, 'totp') ? (
        <Text>
          <strong>On</strong>, and it has to stay: your administrator requires a second factor, and you have no other.
        </Text>
      ) : (
        <>
          <Text>
            <strong>On.</strong> To turn it off, prove once more that you have it. The key in your app is of no use
            afterwards.
          </Text>
          <CodeForm
            label="Code"
            description="Six digits, which change every 30 seconds."
            action="Turn it off"
            send={async (code) => {
              await changeSecondFactor(medplum, 'disable', { method: 'totp', code });
              onChange('Your authenticator app is off. Delete the entry in it.');
            }}
          />
        </>
      )}
    </Stack>
  );
}
