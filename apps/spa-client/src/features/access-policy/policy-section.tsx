import { Text } from '@mantine/core';
import { useMedplum } from '@medplum/react-hooks';
import type { ReactNode } from 'react';
import { Section } from '#ui/page-parts.tsx';
import { AccessPolicyTable } from './access-policy-table.tsx';
import { AddressRules } from './address-rules.tsx';

export function PolicySection(): ReactNode {
  const policy = useMedplum().getAccessPolicy();
  return (
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
  );
}
