import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { addNote } from '#fhir/add-note.ts';
import { findPatient } from '#fhir/find-patient.ts';
import { readChart } from '#fhir/read-chart.ts';
import type { MedplumSession } from '#medplum/sign-in.ts';
import { formField } from '#middleware/form-body.ts';
import { HttpError } from '#middleware/http-error.ts';
import { currentUser, requestIdOf } from '#middleware/request-context.ts';
import type { RenderPage } from '#pages/render-page.ts';
import type { PatientLookup } from './patient-lookup.ts';
import type { Route } from './route.ts';

const longestNote = 4_000;
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

type PatientOptions = Readonly<{
  medplum: MedplumSession;
  lookup: PatientLookup;
  render: RenderPage;
  now: () => number;
}>;

/** The patient page: a legacy record with the chart from Medplum, and a form that adds a note to the chart. */
export function patientRoutes({ medplum, lookup, render, now }: PatientOptions): Route[] {
  const showPatient: RequestHandler = async (request, response) => {
    const { record, mrn } = lookup.patientOf(request.params['recordId']);
    const requestId = requestIdOf(response);
    const isClinical = currentUser(response)?.role === 'nurse';
    lookup.logAccess(response, isClinical ? 'opened the chart' : 'looked up the person', `PatientRecord/${record.id}`);

    const patient = await medplum.withClient((client) => findPatient(client, mrn, requestId));
    const chart =
      patient && isClinical ? await medplum.withClient((client) => readChart(client, patient.id, requestId)) : null;

    render(request, response, 'patient', { record, patient, chart, formId: randomUUID(), longestNote, requestId });
  };

  const writeNote: RequestHandler = async (request, response) => {
    const { record, mrn } = lookup.patientOf(request.params['recordId']);
    const requestId = requestIdOf(response);
    const text = formField(request.body, 'text').replaceAll('\r\n', '\n').trim();
    const formId = formField(request.body, 'formId');
    if (text === '' || text.length > longestNote || !uuid.test(formId)) {
      throw new HttpError(400, 'This note cannot be saved.', `Write between 1 and ${longestNote} characters.`);
    }
    lookup.logAccess(response, 'sent a note', `PatientRecord/${record.id}`);

    const patient = await medplum.withClient((client) => findPatient(client, mrn, requestId));
    if (!patient) {
      throw new HttpError(404, 'Medplum has no chart for this patient.', 'Ask for one, then write the note.');
    }
    const user = currentUser(response);
    const author = `${user?.name} (${user?.username})`;
    const at = new Date(now()).toISOString();
    const note = await medplum.withClient((client) =>
      addNote(client, { patientId: patient.id, text, author, formId, at }, requestId),
    );
    lookup.logAccess(response, 'wrote this note', `DocumentReference/${note.id}`);
    response.redirect(303, `/patients/${record.id}/notes/${note.id}`);
  };

  return [
    { method: 'get', path: '/patients/:recordId', access: 'signed-in', handle: [showPatient] },
    { method: 'post', path: '/patients/:recordId/notes', access: 'clinical', handle: [writeNote] },
  ];
}
