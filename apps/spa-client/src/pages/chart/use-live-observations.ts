import type { Observation } from '@medplum/fhirtypes';
import { useMedplum } from '@medplum/react-hooks';
import { useMemo, useSyncExternalStore } from 'react';
import { createLiveList, type LiveListState } from '#fhir/live-list.ts';

export type LiveObservations = LiveListState<Observation> & Readonly<{ refresh: () => Promise<void> }>;

/** The latest observations of a patient, for as long as the page is shown. */
export function useLiveObservations(patientId: string): LiveObservations {
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
  const state = useSyncExternalStore(list.subscribe, list.get);
  return { ...state, refresh: list.refresh };
}
