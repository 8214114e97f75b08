import { Button, type ButtonProps } from '@mantine/core';
import type { ReactNode, Ref } from 'react';
import { useNavigate } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import { useRequest } from '#parts/use-request.ts';
import { FailureNotice } from '#ui/show-failure.tsx';
import type { ExternalSignIn } from './external-sign-in.ts';
import { signInWindows } from './sign-in-window.ts';

type ProviderButtonProps = ButtonProps &
  Readonly<{ auth: Auth; signIn: ExternalSignIn; children: ReactNode; ref?: Ref<HTMLButtonElement> | undefined }>;

/** Signs in with an identity provider: in a window beside this page, or in this page when the browser blocks windows. */
export function ProviderButton({ auth, signIn, children, ...look }: ProviderButtonProps): ReactNode {
  const navigate = useNavigate();
  const { busy, error, send } = useRequest();

  const start = async (): Promise<void> => {
    if (await begin(auth, signIn)) {
      void navigate('/sign-in/provider');
    }
  };
  return (
    <>
      <FailureNotice error={error} />
      <Button {...look} loading={busy} onClick={() => send(start)}>
        {children}
      </Button>
    </>
  );
}

/** Whether it goes on in a window. The first thing to do is to open that: later, browsers would block it. */
async function begin(auth: Auth, signIn: ExternalSignIn): Promise<boolean> {
  const opened = signInWindows(auth).open();
  try {
    const [{ context }, { startExternalSignIn }] = await Promise.all([auth.connect(), import('./external-sign-in.ts')]);
    await startExternalSignIn(context, signIn, opened);
    return opened !== undefined;
  } catch (error) {
    opened?.close();
    throw error;
  }
}
