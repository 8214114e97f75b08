import { Anchor, Skeleton, Stack, Table, Text, TextInput } from '@mantine/core';
import { getDisplayString, isOk } from '@medplum/core';
import type { Patient } from '@medplum/fhirtypes';
import { useSearchResources } from '@medplum/react-hooks';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { PageTitle } from '#ui/page-title.tsx';
import { RefusalNotice } from '#ui/refusal-notice.tsx';
import { ScrollRegion } from '#ui/scroll-region.tsx';

export function PatientListPage(): ReactNode {
  const [name, setName] = useState('');
  const [patients, loading, outcome] = useSearchResources('Patient', {
    _count: '20',
    _sort: 'family',
    ...(name && { name }),
  });

  return (
    <Stack>
      <PageTitle>Patients</PageTitle>
      <Text c="dimmed">Medplum shows those that your access policy allows. This page filters nothing itself.</Text>
      <TextInput
        type="search"
        label="Find by name"
        maw="24rem"
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      {outcome && !isOk(outcome) ? (
        <RefusalNotice error={outcome} resourceType="Patient" interaction="search" />
      ) : (
        <PatientTable patients={patients} loading={loading} name={name} />
      )}
    </Stack>
  );
}

type PatientTableProps = Readonly<{ patients: readonly Patient[] | undefined; loading: boolean; name: string }>;

function PatientTable({ patients, loading, name }: PatientTableProps): ReactNode {
  if (!patients) {
    return <Skeleton height={160} role="status" aria-label="Loading patients" />;
  }
  if (patients.length === 0) {
    return (
      <Text role="status">
        {name ? `No patient that you may see has a name like “${name}”.` : 'There is no patient that you may see.'}
      </Text>
    );
  }
  return (
    <ScrollRegion label="Patients, scrolls sideways">
      <Table aria-label="Patients" aria-busy={loading} verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Born</Table.Th>
            <Table.Th>Record number</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {patients.map((patient) => (
            <Table.Tr key={patient.id}>
              <Table.Td>
                <Anchor component={Link} to={`/patients/${patient.id}`}>
                  {getDisplayString(patient)}
                </Anchor>
              </Table.Td>
              <Table.Td>{patient.birthDate}</Table.Td>
              <Table.Td>{patient.identifier?.[0]?.value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollRegion>
  );
}
