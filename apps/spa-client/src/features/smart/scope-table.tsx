import { Code, Table, Text } from '@mantine/core';
import { useMedplum } from '@medplum/react-hooks';
import type { ReactNode } from 'react';
import { ScrollRegion } from '#parts/scroll-region.tsx';
import type { LaunchContext } from './smart-launch-context.ts';
import { type Permission, type ScopeRow, scopeRows } from './smart-launch-scopes.ts';
import '@mantine/core/styles/Code.css';

const meanings: Readonly<Record<string, string>> = {
  launch: 'The context that the EHR chose',
  'launch/patient': 'A patient, if you are one yourself',
  openid: 'An ID token: that you signed in',
  fhirUser: 'Which FHIR resource you are',
  offline_access: 'A refresh token',
};

/** What was asked for and granted, and what is left of it: scopes and policy both have to allow a thing. */
export function ScopeTable({ context }: Readonly<{ context: LaunchContext }>): ReactNode {
  const rows = scopeRows(context.asked, context.granted, useMedplum().getAccessPolicy());
  return (
    <ScrollRegion label="Scopes, scrolls sideways">
      <Table aria-label="Scopes" verticalSpacing="sm" className="smart-scopes">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Scope</Table.Th>
            <Table.Th>Asked</Table.Th>
            <Table.Th>Granted</Table.Th>
            <Table.Th>Allowed by your policy</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.scope}>
              <Table.Th scope="row">
                <Code>{row.scope}</Code>
              </Table.Th>
              <Table.Td>{row.asked ? 'yes' : 'no'}</Table.Td>
              <Table.Td>{row.granted ? 'yes' : 'no'}</Table.Td>
              <Table.Td>
                <Allowed row={row} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollRegion>
  );
}

function Allowed({ row: { scope, granted, allowed } }: Readonly<{ row: ScopeRow }>): ReactNode {
  if (!granted) {
    return 'not granted, so it gives nothing';
  }
  if (!allowed) {
    return meanings[scope] ?? 'Names no resources';
  }
  return allowed.length > 0
    ? allowed.map((permission) => <Line key={permission.resourceType} {...permission} />)
    : 'nothing';
}

function Line({ resourceType, interactions }: Permission): ReactNode {
  return (
    <Text size="sm">
      {resourceType === '*' ? 'every type' : resourceType}: {interactions.join(', ')}
    </Text>
  );
}
