import { Button, Stack, Text, Title } from '@mantine/core';
import { useMedplum } from '@medplum/react-hooks';
import { type ReactNode, useState } from 'react';
import { CodeForm } from '#login/code-form.tsx';
import { useRequest } from '#parts/use-request.ts';
import { FailureNotice } from '#ui/show-failure.tsx';
import { changeSecondFactor, mailSecondFactorCode } from './second-factors.ts';
import { type FactorProps, isLastRequired } from './use-second-factors.ts';

/** Codes by mail, where the project allows them (its setting `allowedMfaMethods`). */
export function MailFactor({ factors, onChange }: FactorProps): ReactNode {
  const isOn = factors.enrolled.includes('email');
  if (!isOn && !factors.allowed.includes('email')) {
    return null;
  }
  return (
    <Stack component="section" align="flex-start" aria-labelledby="mail-factor">
      <Title order={2} size="h3" id="mail-factor">
        Codes by mail
      </Title>
      <Text>
        <strong>{isOn ? 'On' : 'Off'}</strong>, for {factors.email ?? 'your email address'}. An app is safer: it is of
        use even if somebody reads your mail.
      </Text>
      {isLastRequired(factors, 'email') ? (
        <Text>It has to stay: your administrator requires a second factor, and you have no other.</Text>
      ) : (
        <ChangeByMail key={String(isOn)} isOn={isOn} onChange={onChange} />
      )}
    </Stack>
  );
}

function ChangeByMail({ isOn, onChange }: Readonly<{ isOn: boolean }> & Pick<FactorProps, 'onChange'>): ReactNode {
  const medplum = useMedplum();
  const { busy, error, send } = useRequest();
  const [isMailed, setMailed] = useState(false);
  const mail = async (): Promise<void> => {
    await mailSecondFactorCode(medplum);
    setMailed(true);
  };
  return (
    <>
      <FailureNotice error={error} />
      <Button variant="default" loading={busy} onClick={() => send(mail)}>
        {isMailed ? 'Send another code' : `Send me a code to turn it ${isOn ? 'off' : 'on'}`}
      </Button>
      {isMailed && (
        <CodeForm
          label="Code from the mail"
          description="Only the code in the newest mail works, for ten minutes."
          action={isOn ? 'Turn mail off' : 'Turn mail on'}
          send={async (code) => {
            await changeSecondFactor(medplum, isOn ? 'disable' : 'enroll', { method: 'email', code });
            onChange(`Codes by mail are ${isOn ? 'off' : 'on'}.`);
          }}
        />
      )}
    </>
  );
}
