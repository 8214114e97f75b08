import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Checkbox.css';
import { Alert, Anchor, Button, Checkbox, Code, List, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import { PageTitle } from '#ui/page-parts.tsx';
import { FailureNotice } from '#ui/show-failure.tsx';
import { alwaysAsked, scopeChoices } from './scope-choices.ts';
import { smartApp } from './smart-launch.ts';
import '@mantine/core/styles/Code.css';
import '@mantine/core/styles/List.css';

/** A SMART app that no EHR opened: the user starts it, and chooses what it asks for. */
export function StandalonePage({ auth }: Readonly<{ auth: Auth }>): ReactNode {
  return (
    <Stack gap="xl">
      <Stack>
        <PageTitle>SMART App Launch</PageTitle>
        <SmartExplained />
      </Stack>
      <ScopeForm auth={auth} />
      <Stack gap="xs">
        <Title order={2} size="h3">
          Or let an EHR open it
        </Title>
        <Text>
          Then the EHR says which patient the app is about. The{' '}
          <Anchor component={Link} to="/ehr" underline="always">
            EHR page
          </Anchor>{' '}
          stands in for one. Sign in there as a practitioner.
        </Text>
      </Stack>
    </Stack>
  );
}

function SmartExplained(): ReactNode {
  return (
    <List maw="46rem" spacing="xs">
      <List.Item>SMART App Launch is how one app is opened for many EHRs: OAuth with the words of FHIR.</List.Item>
      <List.Item>
        From an EHR, or standalone, as here. Either way the app says for which server its token is (<Code>aud</Code>).
      </List.Item>
      <List.Item>
        Scopes name what it wants: <Code>patient/Observation.rs</Code> is to <b>r</b>ead and <b>s</b>earch one
        patient&rsquo;s observations.
      </List.Item>
      <List.Item>You can leave out scopes on Medplum&rsquo;s page. The app then gets what is left.</List.Item>
      <List.Item>
        Scopes give nothing that you do not have: what the app may do is scopes <b>and</b> access policy together.
      </List.Item>
    </List>
  );
}

function ScopeForm({ auth }: Readonly<{ auth: Auth }>): ReactNode {
  const [chosen, setChosen] = useState<readonly string[]>(
    scopeChoices.filter((choice) => choice.chosen).map(({ scope }) => scope),
  );
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const scopes = [...alwaysAsked, ...scopeChoices.map(({ scope }) => scope).filter((scope) => chosen.includes(scope))];

  const start = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const { context } = await auth.connect();
      await smartApp(context).start({ scopes });
    } catch (caught) {
      setBusy(false);
      setError(caught);
    }
  };

  return (
    <Stack component="section" aria-labelledby="scopes" align="flex-start">
      <Title order={2} size="h3" id="scopes">
        Start it standalone
      </Title>
      <Checkbox.Group label="What it asks for" value={[...chosen]} onChange={setChosen}>
        <Stack gap="sm" mt="xs">
          {scopeChoices.map(({ scope, meaning }) => (
            <Checkbox key={scope} value={scope} label={scope} description={meaning} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Text>
        It will send <Code>scope={scopes.join(' ')}</Code>
      </Text>
      <Alert role="note" color="gray" title="Medplum has no patient picker" maw="46rem">
        With <Code>launch/patient</Code> a server may ask the user for a patient. Medplum does not: a user who is a
        patient gets that patient, anybody else gets none, and then <Code>patient/</Code> scopes are not confined to one
        patient. Your access policy still holds.
      </Alert>
      <FailureNotice error={error} />
      <Button onClick={() => void start()} loading={busy}>
        Start with Medplum
      </Button>
    </Stack>
  );
}
