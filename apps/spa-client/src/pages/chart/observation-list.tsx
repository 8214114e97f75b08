import { Skeleton, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { RefusalNotice } from '#ui/refusal-notice.tsx';
import { LiveStatus } from './live-status.tsx';
import { ObservationTable } from './observation-table.tsx';
import type { LiveObservations } from './use-live-observations.ts';

type ObservationListProps = Readonly<{ patientId: string; list: LiveObservations }>;

export function ObservationList({ patientId, list }: ObservationListProps): ReactNode {
  const { items, error, news } = list;
  return (
    <Stack gap="xs" component="section" aria-labelledby="observations">
      <Title order={2} id="observations">
        Observations
      </Title>
      <LiveStatus {...list} />
      {error !== undefined && (
        <RefusalNotice
          error={error}
          resourceType="Observation"
          interaction="search"
          retry={() => void list.refresh()}
        />
      )}
      {error !== undefined && items && <Text size="sm">What follows is from before, and may be out of date.</Text>}
      {!items && error === undefined && <Skeleton height={120} role="status" aria-label="Loading observations" />}
      {items?.length === 0 && <Text role="status">None yet that you may see.</Text>}
      {items && items.length > 0 && <ObservationTable patientId={patientId} observations={items} news={news} />}
    </Stack>
  );
}
