import { Stack, Text, Title } from '@mantine/core';
import { useMedplum } from '@medplum/react-hooks';
import { type ReactNode, useId } from 'react';
import { PageTitle } from '#ui/page-title.tsx';
import { AccessPolicyTable } from './access-policy-table.tsx';
import { AddressRules } from './address-rules.tsx';
import { TokenFacts } from './token-facts.tsx';
import { WhoFacts } from './who-facts.tsx';
import './me-page.css';

/** All of this comes from `GET auth/me`, which the SDK asks for after sign-in, and from the token itself. */
export function MePage(): ReactNode {
  const policy = useMedplum().getAccessPolicy();
  return (
    <Stack gap="xl">
      <PageTitle>Who am I, and what may I do?</PageTitle>
      <Section title="Who Medplum says you are">
        <WhoFacts />
      </Section>
      <Section title="What your access token carries">
        <TokenFacts />
      </Section>
      <Section title="What your access policy allows">
        {policy ? (
          <Text c="dimmed">
            Medplum checks every request against it. For each resource the first entry that fits decides. A read-only
            field that you send is put back without a word; a hidden field never arrives; a write constraint is FHIRPath
            that must hold, or the answer is 403.
          </Text>
        ) : (
          <Text>You have no access policy, and to Medplum that means: everything in this project.</Text>
        )}
        <AccessPolicyTable policy={policy} />
        <AddressRules policy={policy} />
      </Section>
    </Stack>
  );
}

function Section({ title, children }: Readonly<{ title: string; children: ReactNode }>): ReactNode {
  const id = useId();
  return (
    <Stack gap="sm" component="section" aria-labelledby={id}>
      <Title order={2} size="h3" id={id}>
        {title}
      </Title>
      {children}
    </Stack>
  );
}
