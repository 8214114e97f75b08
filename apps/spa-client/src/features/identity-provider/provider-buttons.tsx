import { Paper, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, Suspense } from 'react';
import type { Auth } from '#medplum/auth.ts';
import type { LoginStep } from '#login/login-step.ts';
import { lazyPage } from '#ui/lazy-page.ts';
import { ProviderButton } from './provider-button.tsx';

const GoogleButton = lazyPage(async () => (await import('#features/google/google-button.tsx')).GoogleButton);

type ProviderButtonsProps = Readonly<{ auth: Auth; returnTo: string; onStep: (step: LoginStep) => void }>;

/** Accounts at others: those that the settings name. */
export function ProviderButtons({ auth, returnTo, onStep }: ProviderButtonsProps): ReactNode {
  const { google, identityProvider } = auth.settings;
  if (!google && !identityProvider) {
    return null;
  }
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="by-provider">
      <Stack>
        <Title order={2} size="h3" id="by-provider">
          With an account you have elsewhere
        </Title>
        <Text>They say who you are, and Medplum finds your account by that. A window opens for it.</Text>
        {identityProvider && (
          <ProviderButton auth={auth} signIn={{ ...identityProvider, returnTo }} variant="default">
            Continue with {identityProvider.name}
          </ProviderButton>
        )}
        {google && (
          <Suspense>
            <GoogleButton auth={auth} google={google} returnTo={returnTo} onStep={onStep} />
          </Suspense>
        )}
      </Stack>
    </Paper>
  );
}
