import { Anchor, Skeleton, Stack, Text } from '@mantine/core';
import { useMedplum } from '@medplum/react-hooks';
import { type ReactNode, useEffect, useState } from 'react';
import { Link, useParams } from 'react-router';
import { PageTitle } from '#ui/page-parts.tsx';
import { FailureNotice } from '#ui/show-failure.tsx';
import { HistoryTable } from './history-table.tsx';
import { readVersions, type Version } from './versions.ts';

type HistoryOf = Readonly<{ resourceType: 'Patient' | 'Observation'; id: string }>;

/** Shows the versions of a patient's own record, or of one of the patient's observations. */
export function HistoryPage(): ReactNode {
  const { id = '', observationId } = useParams();
  return (
    <Stack>
      <Anchor component={Link} to={`/patients/${id}`}>
        Back to the patient
      </Anchor>
      <PageTitle>{observationId ? 'Who wrote this observation' : 'Who changed this record'}</PageTitle>
      <Text c="dimmed">
        Medplum keeps every version, and who made it. It takes the author from the token: no app can claim to be
        somebody else.
      </Text>
      {observationId ? (
        <History key={observationId} resourceType="Observation" id={observationId} />
      ) : (
        <History key={id} resourceType="Patient" id={id} />
      )}
    </Stack>
  );
}

type Reading = Readonly<{ versions: readonly Version[] }> | Readonly<{ error: unknown }>;

function History({ resourceType, id }: HistoryOf): ReactNode {
  const medplum = useMedplum();
  const [reading, setReading] = useState<Reading>();
  useEffect(() => {
    let isShown = true;
    const show = (next: Reading): void => (isShown ? setReading(next) : undefined);
    readVersions(medplum, resourceType, id).then(
      (versions) => show({ versions }),
      (error: unknown) => show({ error }),
    );
    return () => void (isShown = false);
  }, [medplum, resourceType, id]);

  if (!reading) {
    return <Skeleton height={160} role="status" aria-label="Loading the history" />;
  }
  if ('error' in reading) {
    return <FailureNotice error={reading.error} resourceType={resourceType} interaction="history" />;
  }
  return <HistoryTable versions={reading.versions} />;
}
