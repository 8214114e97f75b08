import { Anchor, Button, Stack, Text } from '@mantine/core';
import type { ReactNode, SubmitEvent } from 'react';
import { Link } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import { fieldProblem } from '#parts/field-problem.ts';
import { NewPasswordInput } from '#parts/new-password-input.tsx';
import { useRequest } from '#parts/use-request.ts';
import { FailureNotice } from '#ui/show-failure.tsx';

type SetPasswordFormProps = Readonly<{
  auth: Auth;
  /** Id and secret, as in the address. */
  link: string;
  onDone: () => void;
}>;

export function SetPasswordForm({ auth, link, onDone }: SetPasswordFormProps): ReactNode {
  const { busy, error, send } = useRequest();
  const [id = '', secret = ''] = link.split('/');

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const password = new FormData(event.currentTarget).get('password') as string;
    send(async () => {
      const [{ context }, { setPassword }] = await Promise.all([auth.connect(), import('./set-password.ts')]);
      await setPassword(context, { id, secret }, password);
      onDone();
    });
  };

  return (
    <form onSubmit={submit}>
      <Stack>
        <NewPasswordInput label="New password" error={fieldProblem(error, 'password')} />
        <FailureNotice error={error} />
        <Button type="submit" loading={busy}>
          Set the password
        </Button>
        {Boolean(error) && (
          <Text size="sm">
            <Anchor component={Link} to="/resetpassword" underline="always">
              Ask for a new link
            </Anchor>{' '}
            or{' '}
            <Anchor component={Link} to="/sign-in" underline="always">
              sign in
            </Anchor>
          </Text>
        )}
      </Stack>
    </form>
  );
}
