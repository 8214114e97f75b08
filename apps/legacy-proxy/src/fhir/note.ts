import { decodeBase64, encodeBase64, type WithId } from '@medplum/core';
import type { DocumentReference } from '@medplum/fhirtypes';

export type Note = Readonly<{
  id: string;
  /** Reference of the patient, for example `Patient/123`. */
  subject: string | undefined;
  text: string;
  /** Name in the document, as its writer gave it. Who wrote it by Medplum's account is `meta.author`. */
  author: string | undefined;
  at: string | undefined;
}>;

export type NoteDraft = Readonly<{
  patientId: string;
  text: string;
  author: string;
  /** UUID of the form it came from: the same form sent twice is one note. */
  formId: string;
  at: string;
}>;

const progressNote = { system: 'http://loinc.org', code: '11506-3', display: 'Progress note' };

/** Reads a DocumentReference as a note. */
export function noteFrom(document: WithId<DocumentReference>): Note {
  const data = document.content[0]?.attachment.data;
  return {
    id: document.id,
    subject: document.subject?.reference,
    text: data ? decodeBase64(data) : 'This document has no text of its own.',
    author: document.author?.[0]?.display,
    at: document.date,
  };
}

/** Writes a note as a DocumentReference. The author is a name, no reference: Medplum does not know legacy users. */
export function documentFrom(draft: NoteDraft): DocumentReference {
  return {
    resourceType: 'DocumentReference',
    status: 'current',
    identifier: [noteIdentifier(draft.formId)],
    type: { coding: [progressNote], text: progressNote.display },
    subject: { reference: `Patient/${draft.patientId}` },
    date: draft.at,
    author: [{ display: draft.author }],
    content: [{ attachment: { contentType: 'text/plain; charset=utf-8', data: encodeBase64(draft.text) } }],
  };
}

/** Identifier of the note that a form makes. */
export function noteIdentifier(formId: string): Readonly<{ system: string; value: string }> {
  return { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${formId}` };
}
