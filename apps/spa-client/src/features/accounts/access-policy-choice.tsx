import { Alert, List, NativeSelect, Text } from '@mantine/core';
import type { AccessPolicy } from '@medplum/fhirtypes';
import type { ReactNode } from 'react';
import { accessRules } from '#parts/access-rules.ts';
import '@mantine/core/styles/List.css';

type AccessPolicyChoiceProps = Readonly<{
  policies: readonly AccessPolicy[];
  policy: AccessPolicy | undefined;
  onPolicy: (policy: AccessPolicy | undefined) => void;
}>;

/** Nothing is chosen beforehand: a patient with a clinician's policy would see everybody. */
export function AccessPolicyChoice({ policies, policy, onPolicy }: AccessPolicyChoiceProps): ReactNode {
  if (policies.length === 0) {
    return (
      <Alert role="note" color="yellow" title="This project has no access policy yet">
        Without one, nothing limits a member. Make one in Medplum&rsquo;s own app, then come back.
      </Alert>
    );
  }
  return (
    <>
      <NativeSelect
        label="Access policy"
        description="Required here. Without one, Medplum gives a member the project’s default policy or, if it has none, full access."
        required
        withAsterisk={false}
        value={policy?.id ?? ''}
        onChange={({ currentTarget }) => onPolicy(policies.find(({ id }) => id === currentTarget.value))}
        data={[
          { value: '', label: 'Choose what they may do', disabled: true },
          ...policies.map(({ id = '', name }) => ({ value: id, label: name ?? id })),
        ]}
      />
      {policy && <PolicySummary policy={policy} />}
    </>
  );
}

function PolicySummary({ policy }: Readonly<{ policy: AccessPolicy }>): ReactNode {
  const rules = accessRules(policy);
  return (
    <div role="status">
      <Text size="sm" fw={600}>
        {rules.length > 0 ? `With “${policy.name}” they may` : `“${policy.name}” allows nothing`}
      </Text>
      <List size="sm">
        {rules.map(({ place, resourceType, interactions, scope, limits }) => (
          <List.Item key={place} style={{ overflowWrap: 'anywhere' }}>
            {[`${resourceType}: ${interactions.join(', ')}`, ...scope, ...limits].join('; ')}
          </List.Item>
        ))}
      </List>
    </div>
  );
}
