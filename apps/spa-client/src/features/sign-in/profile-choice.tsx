import { Anchor, Button, Stack, Text, Title } from '@mantine/core';
import type { ProjectMembership } from '@medplum/fhirtypes';
import { type ReactNode, useState } from 'react';
import './profile-choice.css';
import { SignInProblem } from './sign-in-problem.tsx';

type ProfileChoiceProps = Readonly<{
  memberships: readonly ProjectMembership[];
  choose: (membershipId: string) => Promise<void>;
  startOver: () => void;
}>;

export function ProfileChoice({ memberships, choose, startOver }: ProfileChoiceProps): ReactNode {
  const [chosen, setChosen] = useState<string>();
  const [error, setError] = useState<unknown>();

  const pick = async (membershipId: string): Promise<void> => {
    setChosen(membershipId);
    try {
      await choose(membershipId);
    } catch (caught) {
      setChosen(undefined);
      setError(caught);
    }
  };

  return (
    <Stack align="flex-start">
      <Title order={1}>Which profile?</Title>
      <Text>Your account has several. Each has an access policy of its own, so you will see different things.</Text>
      <SignInProblem error={error} />
      {memberships.map(({ id = '', profile, project }) => (
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
