import { Anchor, Button, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { PageTitle } from '#ui/page-parts.tsx';
import { FailureNotice } from '#ui/show-failure.tsx';
import type { LoginStepProps } from './login-step.ts';
import './profile-choice.css';

export function ProfileChoice({ step, onStep, startOver }: LoginStepProps<'choose-profile'>): ReactNode {
  const [chosen, setChosen] = useState<string>();
  const [error, setError] = useState<unknown>();

  const pick = async (membershipId: string): Promise<void> => {
    setChosen(membershipId);
    setError(undefined);
    try {
      onStep(await step.choose(membershipId));
    } catch (caught) {
      setChosen(undefined);
      setError(caught);
    }
  };

  return (
    <Stack align="flex-start">
      <PageTitle>Which profile?</PageTitle>
      <Text>Your account has several. Each has an access policy of its own, so you will see different things.</Text>
      <FailureNotice error={error} />
      {step.memberships.map(({ id = '', profile, project }) => (
        <Button
          key={id}
          variant="default"
          className="profile-choice"
          loading={chosen === id}
          disabled={chosen !== undefined && chosen !== id}
          onClick={() => void pick(id)}
        >
          {profile?.display}, {profile?.reference?.split('/')[0]} at {project?.display}
        </Button>
      ))}
      <Anchor component="button" onClick={startOver}>
        Start over
      </Anchor>
    </Stack>
  );
}
