import type { Request, RequestHandler } from 'express';
import { addNote } from '#fhir/add-note.ts';
import { findPatient, type FoundPatient } from '#fhir/find-patient.ts';
import type { MedplumSession } from '#medplum/sign-in.ts';
import { formField, longestText } from '#middleware/form-body.ts';
import { HttpError } from '#middleware/http-error.ts';
import { forgetText } from '#middleware/kept-text.ts';
import { currentUser, requestIdOf } from '#middleware/request-context.ts';
import type { PatientLookup } from './patient-lookup.ts';
import type { Route } from './route.ts';

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

type WriteNoteOptions = Readonly<{ medplum: MedplumSession; lookup: PatientLookup; now: () => number }>;

/** `POST /patients/:recordId/notes`: adds a note to the chart, once for each form. */
export function writeNoteRoute({ medplum, lookup, now }: WriteNoteOptions): Route {
  const writeNote: RequestHandler = async (request, response) => {
    const { record, mrn } = lookup.patientOf(request.params['recordId']);
    const requestId = requestIdOf(response);
    const text = noteText(formField(request.body, 'text'));
    const formId = formField(request.body, 'formId');
    requireWritable(text);
    if (!uuid.test(formId)) {
      throw new HttpError(400, 'This form cannot be read.', 'Open the page again and save the note there.');
    }
    lookup.logAccess(response, 'sent a note', `PatientRecord/${record.id}`);

    const { patient } = requireChart(await medplum.withClient((client) => findPatient(client, mrn, requestId)));
    const user = currentUser(response);
    const author = `${user?.name} (${user?.username})`;
    const at = new Date(now()).toISOString();
    const note = await medplum.withClient((client) =>
      addNote(client, { patientId: patient.id, text, author, formId, at }, requestId),
    );
    forgetText(request);
    lookup.logAccess(response, 'wrote this note', `DocumentReference/${note.id}`);
    response.redirect(303, `/patients/${record.id}/notes/${note.id}?saved=true`);
  };

  const path = '/patients/:recordId/notes';
  return { method: 'post', path, access: 'clinical', formPage: patientPageOf, handle: [writeNote] };
}

/** Address of the page of the patient whom a request is about. */
export function patientPageOf({ params }: Request): string {
  return `/patients/${encodeURIComponent(String(params['recordId']))}`;
}

/** A note as it is saved, from a form, which ends lines in two characters. */
export function noteText(typed: string): string {
  return typed.replaceAll('\r\n', '\n').trim();
}

function requireWritable(text: string): void {
  if (text === '') {
    throw new HttpError(400, 'This note is empty.', 'Go back and write it.');
  }
  if (text.length > longestText) {
    const [length, limit] = [text.length, longestText].map((count) => count.toLocaleString('en'));
    throw new HttpError(400, 'This note is too long.', `It has ${length} characters. Shorten it to ${limit}.`);
  }
}

function requireChart(found: FoundPatient): Extract<FoundPatient, { status: 'one' }> {
  if (found.status === 'none') {
    throw new HttpError(404, 'Medplum has no chart for this patient.', 'Ask for one, then write the note.');
  }
  if (found.status === 'unclear') {
    throw new HttpError(409, 'Medplum has several records with this number.', 'Have them merged, then write the note.');
  }
  return found;
}
