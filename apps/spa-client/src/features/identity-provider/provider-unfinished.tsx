import { Alert, Button, Code, Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Auth } from '#medplum/auth.ts';
import { supportReference } from '#support-reference';
import { PageTitle } from '#ui/page-parts.tsx';
import { SupportDetails } from '#ui/show-failure.tsx';
import type { ExternalSignIn } from './external-sign-in.ts';
import { medplumTexts, otherEnds, type ProviderAnswer } from './provider-answers.ts';
import { ProviderButton } from './provider-button.tsx';
import './provider-unfinished.css';
import '@mantine/core/styles/Code.css';

type ProviderUnfinishedProps = Readonly<{
  auth: Auth;
  signIn: ExternalSignIn;
  inWindow: boolean;
  giveUp: () => void;
}>;

/** No answer has come. A window that cannot be seen any more may still bring one. */
export function ProviderUnfinished({ auth, signIn, inWindow, giveUp }: ProviderUnfinishedProps): ReactNode {
  const { name } = signIn;
  const [at] = useState(() => new Date().toISOString());
  return (
    <Stack align="flex-start" maw="44rem">
      <PageTitle>{`Your sign-in with ${name} did not finish`}</PageTitle>
      <Alert role="alert" color="yellow" title="You are not signed in">
        {inWindow
          ? 'The window was closed before an answer came. If it is still open, go on there: this page waits for it.'
          : `You came back from ${name} before an answer came.`}
      </Alert>
      <Group>
        <ProviderButton auth={auth} signIn={signIn}>
          Try again with {name}
        </ProviderButton>
        <Button variant="default" onClick={giveUp}>
          Sign in another way
        </Button>
      </Group>
      <Title order={2} size="h3">
        What did you see last?
      </Title>
      <Text>When something goes wrong on the way, only that page says so, and this app is not told.</Text>
      <dl className="provider-answers">
        {medplumTexts(name).map(({ shown, ...rest }) => (
          <Answer key={shown} shown={<Code>{shown}</Code>} {...rest} />
        ))}
        {otherEnds(name).map((end) => (
          <Answer key={end.shown} {...end} />
        ))}
      </dl>
      <SupportDetails
        code="provider_unfinished"
        detail={`No answer came back from ${name}`}
        reference={supportReference}
        at={at}
      />
    </Stack>
  );
}

type AnswerProps = Omit<ProviderAnswer, 'shown'> & Readonly<{ shown: ReactNode }>;

function Answer({ shown, means, next }: AnswerProps): ReactNode {
  return (
    <div>
      <dt>{shown}</dt>
      <dd>
        {means} {next}
      </dd>
    </div>
  );
}
