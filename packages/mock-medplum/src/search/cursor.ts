import type { Resource } from '@medplum/fhirtypes';

/** Where a page of a search by `_lastUpdated` begins: at a time, without those of that time that were shown before. */
export type Cursor = Readonly<{ from: string; shown: readonly string[] }>;

/** Writes a cursor as Medplum does: a version, milliseconds, and the ids to leave out. */
export function formatCursor({ from, shown }: Cursor): string {
  return ['2', new Date(from).getTime(), ...(shown.length > 0 ? [shown.join(',')] : [])].join('-');
}

/** Tells for each resource whether it comes after a cursor. An unreadable cursor counts as none. */
export function cursorFilter(text: string | undefined): (resource: Resource) => boolean {
  const cursor = parseCursor(text ?? '');
  if (!cursor) {
    return () => true;
  }
  const { from, shown } = cursor;
  return ({ id = '', meta }) => (meta?.lastUpdated ?? '') >= from && !shown.includes(id);
}

/** Version 1 has an id as its third part, which is no longer looked at but has to be there. */
function parseCursor(text: string): Cursor | undefined {
  const [, version, time = '', rest = ''] = /^([12])-(\d+)(?:-(.*))?$/.exec(text) ?? legacy(text);
  if (!version || (version === '1' && !rest)) {
    return undefined;
  }
  const from = new Date(Number(time));
  const shown = version === '2' && rest ? rest.split(',') : [];
  return Number.isNaN(from.getTime()) ? undefined : { from: from.toISOString(), shown };
}

/** The first number is read as milliseconds, whatever follows it. */
function legacy(text: string): readonly string[] {
  return /^([12])-(\d+)(?!\d)\D*-?(.*)$/s.exec(text) ?? [];
}
