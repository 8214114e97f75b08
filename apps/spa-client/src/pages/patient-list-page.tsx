import { Anchor, Stack, Text, TextInput } from '@mantine/core';
import { getDisplayString, isOk } from '@medplum/core';
import { useSearchResources } from '@medplum/react-hooks';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { PageTitle } from '#ui/page-parts.tsx';
import { FailureNotice } from '#ui/show-failure.tsx';
import { RecordTable } from '#ui/tables.tsx';

export function PatientListPage(): ReactNode {
  const [name, setName] = useState('');
  const [patients, , outcome] = useSearchResources('Patient', {
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
        <FailureNotice error={outcome} resourceType="Patient" interaction="search" />
      ) : (
        <RecordTable
          label="Patients"
          headings={['Name', 'Born', 'Record number']}
          empty={
            name ? `No patient that you may see has a name like “${name}”.` : 'There is no patient that you may see.'
          }
          rows={patients?.map((patient) => ({
            key: patient.id,
            cells: [
              <Anchor key="name" component={Link} to={`/patients/${patient.id}`}>
                {getDisplayString(patient)}
              </Anchor>,
              patient.birthDate,
              patient.identifier?.[0]?.value,
            ],
          }))}
        />
      )}
    </Stack>
  );
}
