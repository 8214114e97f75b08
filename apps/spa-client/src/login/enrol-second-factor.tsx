import { Anchor, Button, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useRequest } from '#parts/use-request.ts';
import { PageTitle } from '#ui/page-parts.tsx';
import { FailureNotice } from '#ui/show-failure.tsx';
import { AuthenticatorKey } from './authenticator-key.tsx';
import { CodeForm } from './code-form.tsx';
import type { LoginStepProps } from './login-step.ts';

/** For somebody who has to have a second factor and has none yet: sets one up on the way in. */
export function EnrolSecondFactor({ step, onStep, startOver }: LoginStepProps<'enrol'>): ReactNode {
  const { methods, qrCode, keyUri } = step;
  const hasApp = methods.includes('totp');
  return (
    <Stack align="flex-start" maw="40rem" gap="lg">
      <PageTitle>Set up a second factor</PageTitle>
      <Text>
        This account needs more than a password: from now on each sign-in also asks for six digits that only you can
        get. You set this up once.
      </Text>
      {hasApp && (
        <>
          <AuthenticatorKey qrCode={qrCode} keyUri={keyUri} />
          <Stack component="section" align="flex-start" aria-labelledby="enter-first-code">
            <Title order={2} size="h3" id="enter-first-code">
              2. Enter the code that it shows
            </Title>
            <CodeForm
              label="Code"
              description="Six digits, which change every 30 seconds."
              action="Finish and sign in"
              send={async (code) => onStep(await step.enrolApp(code))}
              startOver={startOver}
            />
          </Stack>
        </>
      )}
      {methods.includes('email') && <EnrolMail step={step} isOnly={!hasApp} onStep={onStep} startOver={startOver} />}
    </Stack>
  );
}

function EnrolMail({
  step,
  isOnly,
  onStep,
  startOver,
}: LoginStepProps<'enrol'> & Readonly<{ isOnly: boolean }>): ReactNode {
  const { busy, error, send } = useRequest();
  return (
    <Stack component="section" align="flex-start" aria-labelledby="by-mail">
      <Title order={2} size="h3" id="by-mail">
        {isOnly ? 'Codes by mail' : 'No app at hand?'}
      </Title>
      <Text>
        Medplum can mail you a code at each sign-in. An app is safer: it works even if somebody reads your mail.
      </Text>
      <FailureNotice error={error} />
      <Button variant="default" loading={busy} onClick={() => send(async () => onStep(await step.enrolMail()))}>
        Use codes by mail
      </Button>
      {isOnly && (
        <Anchor component="button" type="button" onClick={startOver}>
          Start over
        </Anchor>
      )}
    </Stack>
  );
}
