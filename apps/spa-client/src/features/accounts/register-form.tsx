import { Button, Stack, TextInput } from '@mantine/core';
import { type ReactNode, type SubmitEvent, useRef } from 'react';
import type { Auth } from '#medplum/auth.ts';
import { fieldProblem } from '#parts/field-problem.ts';
import { NewPasswordInput } from '#parts/new-password-input.tsx';
import { useRequest } from '#parts/use-request.ts';
import { FailureNotice } from '#ui/show-failure.tsx';
import type { Registration } from './registration.ts';

type RegisterFormProps = Readonly<{
  auth: Auth;
  projectId: string;
  /** There is an account, but it is not signed in yet. */
  onAccount: () => void;
}>;

export function RegisterForm({ auth, projectId, onAccount }: RegisterFormProps): ReactNode {
  const { busy, error, send } = useRequest();
  const problem = (field: string): string | undefined => fieldProblem(error, field);
  const registration = useRef<Registration>(undefined);

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string => (form.get(name) as string).trim();
    send(async () => {
      const [{ context }, { createRegistration }] = await Promise.all([auth.connect(), import('./registration.ts')]);
      registration.current ??= createRegistration(context, projectId);
      const { status } = await registration.current.register({
        firstName: text('firstName'),
        lastName: text('lastName'),
        email: text('email'),
        password: form.get('password') as string,
      });
      if (status !== 'signed-in') {
        onAccount();
      }
    });
  };

  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput {...name('firstName', 'First name', 'given-name')} error={problem('firstName')} />
        <TextInput {...name('lastName', 'Last name', 'family-name')} error={problem('lastName')} />
        <TextInput {...name('email', 'Email', 'username')} type="email" maxLength={72} error={problem('email')} />
        <NewPasswordInput label="Password" error={problem('password')} />
        <FailureNotice error={error} />
        <Button type="submit" loading={busy}>
          Register
        </Button>
      </Stack>
    </form>
  );
}

function name(field: string, label: string, autoComplete: string): object {
  return { name: field, label, autoComplete, required: true, withAsterisk: false, maxLength: 128 };
}
