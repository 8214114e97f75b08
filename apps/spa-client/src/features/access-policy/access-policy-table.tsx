import { Table, Text } from '@mantine/core';
import type { AccessPolicy } from '@medplum/fhirtypes';
import type { ReactNode } from 'react';
import { type AccessRule, accessRules } from '#parts/access-rules.ts';
import { ScrollRegion } from '#parts/scroll-region.tsx';
import './access-policy.css';

export function AccessPolicyTable({ policy }: Readonly<{ policy: AccessPolicy | undefined }>): ReactNode {
  return (
    <ScrollRegion label="Access policy, scrolls sideways">
      <Table aria-label="Access policy" verticalSpacing="sm" className="access-policy">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Resource type</Table.Th>
            <Table.Th>What you may do, and within which limits</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {accessRules(policy).map((rule) => (
            <RuleRow key={rule.place} {...rule} />
          ))}
        </Table.Tbody>
      </Table>
    </ScrollRegion>
  );
}

function RuleRow({ place, resourceType, interactions, scope, limits }: AccessRule): ReactNode {
  return (
    <Table.Tr>
      <Table.Th scope="row">
        {resourceType === '*' ? 'every type' : resourceType}
        <Text size="xs" c="dimmed">
          entry {place}
        </Text>
      </Table.Th>
      <Table.Td>
        {interactions.join(', ') || 'nothing'}
        {[...scope, ...limits].map((limit) => (
          <Text key={limit} size="sm" c="dimmed">
            {limit}
          </Text>
        ))}
      </Table.Td>
    </Table.Tr>
  );
}
