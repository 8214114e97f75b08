import { Stack, Text, useComputedColorScheme } from '@mantine/core';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import type { CardProps, DomainProvider } from '#login/sign-in-feature.ts';
import { useLoginSteps } from '#login/use-login-steps.tsx';
import { useRequest } from '#parts/use-request.ts';
import { randomHex } from '#support-reference';
import { Waiting } from '#ui/page-parts.tsx';
import { FailureNotice } from '#ui/show-failure.tsx';
import { type GoogleAnswer, loadGoogleIdentity } from './google-identity.ts';
import type { GoogleSettings } from './settings.ts';

type GoogleButtonProps = Pick<CardProps, 'auth' | 'returnTo' | 'replaceCards' | 'elsewhere'> &
  Readonly<{ google: GoogleSettings }>;

/** Google draws the button and decides how it looks. The ID token that a click brings goes to Medplum. */
export function GoogleButton({ auth, google, returnTo, replaceCards, elsewhere }: GoogleButtonProps): ReactNode {
  const onStep = useLoginSteps(replaceCards);
  const [unavailable, setUnavailable] = useState<unknown>();
  const [provider, setProvider] = useState<DomainProvider>();
  const { busy, error, send } = useRequest();

  const signIn = async (credential: string, nonce: string): Promise<void> => {
    const [{ context }, { signInWithGoogle }] = await Promise.all([auth.connect(), import('./google-sign-in.ts')]);
    const { clientId: googleClientId, projectId } = google;
    const request = { googleClientId, googleCredential: credential, projectId };
    const step = await signInWithGoogle(context, request, nonce);
    if (step.status === 'elsewhere') {
      setProvider(step);
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
      {provider && (
        <>
          <Text>Your organisation signs you in by itself: {provider.name}.</Text>
          {elsewhere && (
            <elsewhere.Button auth={auth} provider={provider} returnTo={returnTo}>
              Continue with {provider.name}
            </elsewhere.Button>
          )}
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
function useGoogleButton({ url, clientId }: GoogleSettings, listeners: Listeners): RefObject<HTMLDivElement | null> {
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
      const nonce = randomHex(16);
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
