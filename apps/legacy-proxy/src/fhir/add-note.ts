import type { MedplumClient } from '@medplum/core';
import { documentFrom, noteFrom, noteIdentifier, type Note, type NoteDraft } from './note.ts';
import { tracedBy } from './traced-by.ts';

/** Adds a note to the chart, once for each form, however often the form is sent. */
export async function addNote(client: MedplumClient, draft: NoteDraft, requestId: string): Promise<Note> {
  const { system, value } = noteIdentifier(draft.formId);
  const sameNote = new URLSearchParams({ identifier: `${system}|${value}`, subject: `Patient/${draft.patientId}` });
  const document = await client.createResourceIfNoneExist(
    documentFrom(draft),
    sameNote.toString(),
    tracedBy(requestId),
  );
  return noteFrom(document);
}
