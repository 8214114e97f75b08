import { Text } from '@mantine/core';
import { useMedplum, useResourceModified } from '@medplum/react-hooks';
import { type ReactNode, useMemo, useSyncExternalStore } from 'react';
import { ObservationTable } from '#pages/observation-table.tsx';
import { FailureNotice } from '#ui/show-failure.tsx';
import { createLiveList } from './live-list.ts';
import { LiveStatus } from './live-status.tsx';
import './live-list.css';

const newMark = <span className="live-new">New</span>;

/** The latest observations of a patient, read again whenever one may have changed. */
export function LiveObservationList({ patientId }: Readonly<{ patientId: string }>): ReactNode {
  const medplum = useMedplum();
  const list = useMemo(
    () =>
      createLiveList(medplum, {
        resourceType: 'Observation',
        filter: { subject: `Patient/${patientId}` },
        order: { _sort: '-date', _count: '20' },
      }),
    [medplum, patientId],
  );
  const { liveness, items, error, news } = useSyncExternalStore(list.subscribe, list.get);
  const refresh = (): void => void list.refresh();
  // What this page itself adds must show where nothing is live, too.
  useResourceModified('Observation', refresh);
  const marks = new Map(news.map(({ meta }) => [meta?.versionId, newMark]));

  return (
    <>
      <LiveStatus liveness={liveness} news={news} refresh={refresh} />
      {error !== undefined && (
        <FailureNotice error={error} resourceType="Observation" interaction="search" retry={refresh} />
      )}
      {error !== undefined && items && <Text size="sm">What follows is from before, and may be out of date.</Text>}
      {(items || error === undefined) && <ObservationTable patientId={patientId} observations={items} marks={marks} />}
    </>
  );
}
