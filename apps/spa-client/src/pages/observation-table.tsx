import { formatCodeableConcept, formatDateTime, formatObservationValue } from '@medplum/core';
import type { Observation } from '@medplum/fhirtypes';
import { type ReactNode, useContext } from 'react';
import { Features } from '#feature';
import { RecordTable } from '#ui/tables.tsx';

type ObservationTableProps = Readonly<{
  patientId: string;
  /** Undefined until Medplum has answered. */
  observations: readonly Observation[] | undefined;
  /** Stands beside what was observed in some of them, by their version. */
  marks?: ReadonlyMap<string | undefined, ReactNode>;
}>;

export function ObservationTable({ patientId, observations, marks }: ObservationTableProps): ReactNode {
  const links = useContext(Features).flatMap(({ recordLink }) => recordLink ?? []);
  return (
    <RecordTable
      label="Observations"
      headings={['What', 'Value', 'When', 'By', ...links.map(({ column }) => column)]}
      empty="None yet that you may see."
      rows={observations?.map((observation) => ({
        key: observation.meta?.versionId ?? observation.id,
        cells: [
          <>
            {formatCodeableConcept(observation.code)}
            {marks?.get(observation.meta?.versionId)}
          </>,
          formatObservationValue(observation),
          formatDateTime(observation.effectiveDateTime),
          observation.performer?.[0]?.display,
          ...links.map(({ column, Link }) => <Link key={column} patientId={patientId} observation={observation} />),
        ],
      }))}
    />
  );
}
