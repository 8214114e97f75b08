import { Alert, Button, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useRequest } from '#parts/use-request.ts';
import { PageTitle } from '#ui/page-parts.tsx';
import { FailureNotice } from '#ui/show-failure.tsx';
import { CodeForm } from './code-form.tsx';
import type { LoginStepProps } from './login-step.ts';

/** The second factor of somebody who has one: a code from the app, or one that Medplum mails. */
export function VerifyCode({ step, onStep, startOver }: LoginStepProps<'verify-code'>): ReactNode {
  const { methods, email } = step;
  const hasApp = methods.includes('totp');
  const mailbox = email ?? 'your email address';
  return (
    <Stack align="flex-start" maw="40rem">
      <PageTitle>Enter your code</PageTitle>
      <Text>
        {hasApp
          ? 'Your password was right. Open the authenticator app in which you set up this account: it shows six digits.'
          : `Your password was right. Medplum has sent six digits to ${mailbox}.`}
      </Text>
      <CodeForm
        label="Code"
        description={hasApp ? 'It changes every 30 seconds.' : 'It is good for ten minutes.'}
        action="Sign in"
        send={async (code) => onStep(await step.verify(code))}
        startOver={startOver}
      />
      {methods.includes('email') && <MailCode mailbox={mailbox} isFirst={hasApp} mailCode={step.mailCode} />}
    </Stack>
  );
}

type MailCodeProps = Readonly<{ mailbox: string; isFirst: boolean; mailCode: () => Promise<void> }>;

function MailCode({ mailbox, isFirst, mailCode }: MailCodeProps): ReactNode {
  const { busy, error, send } = useRequest();
  const [sent, setSent] = useState(false);
  return (
    <Stack align="flex-start" gap="sm">
      {sent && <Alert role="status">A code is on its way to {mailbox}. Only the newest counts.</Alert>}
      <FailureNotice error={error} />
      <Button
        variant="default"
        loading={busy}
        onClick={() =>
          send(async () => {
            await mailCode();
            setSent(true);
          })
        }
      >
        {isFirst && !sent ? 'Send me a code by mail instead' : 'Send another code'}
      </Button>
    </Stack>
  );
}
