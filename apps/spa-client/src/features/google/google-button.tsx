import type { BrowserSettings } from '@auth-patterns/auth-config';
import { Stack, Text, useComputedColorScheme } from '@mantine/core';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { FailureNotice } from '#ui/failure-notice.tsx';
import type { Auth } from '#medplum/auth.ts';
import type { ExternalProvider } from '#features/identity-provider/external-sign-in.ts';
import { type GoogleAnswer, loadGoogleIdentity } from './google-identity.ts';
import type { LoginStep } from '#login/login-step.ts';
import { randomText } from '#medplum/pkce.ts';
import { useRequest } from '#ui/use-request.ts';
import { Waiting } from '#ui/waiting.tsx';
import { ProviderButton } from '#features/identity-provider/provider-button.tsx';

type Google = NonNullable<BrowserSettings['google']>;

type GoogleButtonProps = Readonly<{
  auth: Auth;
  google: Google;
  returnTo: string;
  onStep: (step: LoginStep) => void;
}>;

/** Google draws the button and keeps it in its own look. What comes of a click goes to Medplum. */
export function GoogleButton({ auth, google, returnTo, onStep }: GoogleButtonProps): ReactNode {
  const [unavailable, setUnavailable] = useState<unknown>();
  const [elsewhere, setElsewhere] = useState<ExternalProvider>();
  const { busy, error, send } = useRequest();

  const signIn = async (credential: string, nonce: string): Promise<void> => {
    const [{ context }, { signInWithGoogle }] = await Promise.all([auth.connect(), import('./google-sign-in.ts')]);
    const request = { googleClientId: google.clientId, googleCredential: credential };
    const step = await signInWithGoogle(context, request, nonce);
    if (step.status === 'elsewhere') {
      setElsewhere(step);
    } else {
      onStep(step);
    }
  };
  const place = useGoogleButton(google, {
    onAnswer: ({ credential }, nonce) => send(async () => signIn(credential, nonce)),
    onError: setUnavailable,
  });

  return (
    <Stack gap="xs">
      <FailureNotice error={error ?? unavailable} />
      <div ref={place} className="google-button" />
      {busy && <Waiting>Signing you in with Google</Waiting>}
      {elsewhere && (
        <>
          <Text>Your organisation signs you in by itself: {elsewhere.name}.</Text>
          <ProviderButton auth={auth} signIn={{ ...elsewhere, returnTo }}>
            Continue with {elsewhere.name}
          </ProviderButton>
        </>
      )}
    </Stack>
  );
}

type Listeners = Readonly<{
  onAnswer: (answer: GoogleAnswer, nonce: string) => void;
  onError: (error: unknown) => void;
}>;

/** Lets Google put its button into an element, with a nonce of its own. */
function useGoogleButton({ url, clientId }: Google, listeners: Listeners): RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null);
  const colorScheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const latest = useRef(listeners);
  useEffect(() => void (latest.current = listeners));

  useEffect(() => {
    let isShown = true;
    const draw = async (): Promise<void> => {
      const identity = await loadGoogleIdentity(url);
      if (!isShown || !place.current) {
        return;
      }
      const nonce = randomText();
      const callback = (answer: GoogleAnswer): void => latest.current.onAnswer(answer, nonce);
      identity.initialize({ client_id: clientId, nonce, callback });
      const theme = colorScheme === 'dark' ? 'filled_black' : 'outline';
      const width = Math.min(400, place.current.clientWidth);
      identity.renderButton(place.current, { theme, text: 'continue_with', width });
    };
    draw().catch((error: unknown) => latest.current.onError(error));
    return () => {
      isShown = false;
    };
  }, [url, clientId, colorScheme]);
  return place;
}
