import type { MedplumClient, WithId } from '@medplum/core';
import type { AuditEvent, DocumentReference, Reference } from '@medplum/fhirtypes';
import { toMedplumError } from '#medplum/error.ts';
import { noteFrom, type Note } from './note.ts';
import { requestIdFrom, tracedBy } from './traced-by.ts';

export type NoteVersion = Readonly<{ at: string | undefined; author: string; onBehalfOf: string | undefined }>;
export type AuditEntry = Readonly<{ at: string; interaction: string; who: string; requestId: string | undefined }>;

/** Medplum's AuditEvents about a note, or why there are none to show. */
export type AuditTrail =
  | Readonly<{ kept: true; entries: readonly AuditEntry[] }>
  | Readonly<{ kept: false; because: 'off' | 'forbidden' }>;

export type NoteTrail = Readonly<{ note: Note; versions: readonly NoteVersion[]; audit: AuditTrail }>;

/** Asks Medplum who wrote a note: the history's `meta.author`, and the AuditEvents. */
export async function readNoteTrail(client: MedplumClient, noteId: string, requestId: string): Promise<NoteTrail> {
  const document = await client.readResource('DocumentReference', noteId, tracedBy(requestId));
  const [versions, audit] = await Promise.all([
    readVersions(client, noteId, requestId),
    readAuditTrail(client, noteId, requestId),
  ]);
  return { note: noteFrom(document), versions, audit };
}

async function readVersions(client: MedplumClient, noteId: string, requestId: string): Promise<NoteVersion[]> {
  const history = await client.readHistory('DocumentReference', noteId, undefined, tracedBy(requestId));
  const versions = history.entry?.flatMap(({ resource }) => resource ?? []) ?? [];
  return versions.map(({ meta }: WithId<DocumentReference>) => ({
    at: meta?.lastUpdated,
    author: nameOf(meta?.author),
    onBehalfOf: meta?.onBehalfOf && nameOf(meta.onBehalfOf),
  }));
}

async function readAuditTrail(client: MedplumClient, noteId: string, requestId: string): Promise<AuditTrail> {
  try {
    const query = { entity: `DocumentReference/${noteId}`, _sort: '-_lastUpdated', _count: '20' };
    const events = await client.searchResources('AuditEvent', query, tracedBy(requestId));
    return events.length > 0 ? { kept: true, entries: events.map(entryFrom) } : { kept: false, because: 'off' };
  } catch (error) {
    if (toMedplumError(error).code === 'forbidden') {
      return { kept: false, because: 'forbidden' };
    }
    throw error;
  }
}

function entryFrom(event: AuditEvent): AuditEntry {
  const tracing = event.extension?.find(({ url }) => url === 'https://medplum.com/fhir/StructureDefinition/tracing');
  return {
    at: event.recorded,
    interaction: event.subtype?.[0]?.display ?? event.subtype?.[0]?.code ?? event.type.display ?? 'unknown',
    who: event.agent.map(({ who }) => nameOf(who)).join('; '),
    requestId: requestIdFrom(tracing?.extension?.find(({ url }) => url === 'traceId')?.valueId),
  };
}

function nameOf(reference: Reference | undefined): string {
  return [reference?.display, reference?.reference].filter(Boolean).join(', ') || 'not shown to this client';
}
