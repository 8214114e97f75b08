import { Anchor, Button, Group, Stack, TextInput } from '@mantine/core';
import { type ReactNode, type SubmitEvent, useRef } from 'react';
import { SignInError } from '#medplum/error.ts';
import { useRequest } from '#parts/use-request.ts';
import { FailureNotice } from '#ui/show-failure.tsx';

type CodeFormProps = Readonly<{
  label: string;
  description: string;
  action: string;
  send: (code: string) => Promise<void>;
  /** Given, the code belongs to a sign-in that can be given up. */
  startOver?: () => void;
}>;

/** Takes the six digits of a second factor. A wrong code stays, marked, so that typing replaces it. */
export function CodeForm({ label, description, action, send, startOver }: CodeFormProps): ReactNode {
  const { busy, error, send: run } = useRequest();
  const input = useRef<HTMLInputElement>(null);
  const isOver = error instanceof SignInError && error.code === 'login_ended';

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const code = (new FormData(event.currentTarget).get('code') as string).replaceAll(/\s/g, '');
    run(async () => {
      try {
        await send(code);
      } catch (refused) {
        input.current?.select();
        throw refused;
      }
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack align="flex-start">
        {!isOver && (
          <TextInput
            ref={input}
            name="code"
            label={label}
            description={description}
            inputMode="numeric"
            autoComplete="one-time-code"
            pattern="[0-9 ]{6,7}"
            title="Six digits"
            maxLength={7}
            size="md"
            required
            withAsterisk={false}
          />
        )}
        <FailureNotice error={error} />
        <Group>
          {!isOver && (
            <Button type="submit" loading={busy}>
              {action}
            </Button>
          )}
          {startOver && <StartOver isOnly={isOver} startOver={startOver} />}
        </Group>
      </Stack>
    </form>
  );
}

function StartOver({ isOnly, startOver }: Readonly<{ isOnly: boolean; startOver: () => void }>): ReactNode {
  return isOnly ? (
    <Button onClick={startOver}>Start over</Button>
  ) : (
    <Anchor component="button" type="button" onClick={startOver}>
      Start over
    </Anchor>
  );
}
