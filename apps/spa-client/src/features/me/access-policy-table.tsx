import { Badge, Group, Table, Text } from '@mantine/core';
import type { AccessPolicy } from '@medplum/fhirtypes';
import type { ReactNode } from 'react';
import { type AccessRule, accessRules } from '#medplum/access-rules.ts';

export function AccessPolicyTable({ policy }: Readonly<{ policy: AccessPolicy | undefined }>): ReactNode {
  return (
    <Table aria-label="Access policy" verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Resource type</Table.Th>
          <Table.Th>Allowed</Table.Th>
          <Table.Th>Limits</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {accessRules(policy).map((rule) => (
          <RuleRow key={JSON.stringify(rule)} {...rule} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function RuleRow({ resourceType, interactions, limits }: AccessRule): ReactNode {
  return (
    <Table.Tr>
      <Table.Th scope="row">{resourceType === '*' ? 'every type' : resourceType}</Table.Th>
      <Table.Td>
        <Group gap="xs">
          {interactions.map((interaction) => (
            <Badge key={interaction} variant="light" tt="none">
              {interaction}
            </Badge>
          ))}
        </Group>
      </Table.Td>
      <Table.Td>
        {limits.map((limit) => (
          <Text key={limit} size="sm">
            {limit}
          </Text>
        ))}
      </Table.Td>
    </Table.Tr>
  );
}
