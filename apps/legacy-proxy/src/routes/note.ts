import type { DatabaseSync } from 'node:sqlite';
import type { RequestHandler } from 'express';
import { findPatient } from '#fhir/find-patient.ts';
import { readNoteTrail } from '#fhir/read-note-trail.ts';
import { listAccess } from '#legacy/access-log.ts';
import type { MedplumSession } from '#medplum/sign-in.ts';
import { HttpError } from '#middleware/http-error.ts';
import { requestIdOf } from '#middleware/request-context.ts';
import type { RenderPage } from '#pages/render-page.ts';
import type { PatientLookup } from './patient-lookup.ts';
import type { Route } from './route.ts';

const resourceId = /^[\da-f-]{36}$/;

type NoteOptions = Readonly<{
  medplum: MedplumSession;
  lookup: PatientLookup;
  database: DatabaseSync;
  render: RenderPage;
}>;

/** The note page: what was written, who did it by Medplum's account, and who by ours. */
export function noteRoutes({ medplum, lookup, database, render }: NoteOptions): Route[] {
  const showNote: RequestHandler = async (request, response) => {
    const { record, mrn } = lookup.patientOf(request.params['recordId']);
    const noteId = String(request.params['noteId']);
    const requestId = requestIdOf(response);
    const unknownNote = new HttpError(
      404,
      'This patient has no such note.',
      'Go to the appointments and open the patient.',
    );
    if (!resourceId.test(noteId)) {
      throw unknownNote;
    }
    const resource = `DocumentReference/${noteId}`;
    lookup.logAccess(response, 'read this note', resource);

    const found = await medplum.withClient((client) => findPatient(client, mrn, requestId));
    const trail = await medplum.withClient((client) => readNoteTrail(client, noteId, requestId));
    // The id is the browser's word; that the note is this patient's is Medplum's.
    if (found.status !== 'one' || !found.patient.references.includes(trail.note.subject ?? '')) {
      throw unknownNote;
    }
    const isSaved = request.query['saved'] === 'true';
    const accesses = listAccess(database, resource);
    const usernames = new Map(accesses.map(({ requestId, username }) => [requestId, username]));
    render(request, response, 'note', { record, ...trail, isSaved, accesses, usernames });
  };

  return [{ method: 'get', path: '/patients/:recordId/notes/:noteId', access: 'clinical', handle: [showNote] }];
}
