import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { addNote } from '#medplum/add-note.ts';
import { findPatient } from '#medplum/find-patient.ts';
import type { MedplumLink } from '#medplum/medplum-link.ts';
import { readChart } from '#medplum/read-chart.ts';
import { formField } from '#middleware/form-body.ts';
import { HttpError } from '#middleware/http-error.ts';
import { currentUser, requestIdOf } from '#middleware/request-context.ts';
import type { RenderPage } from '#pages/render-page.ts';
import type { ClinicDesk } from './clinic-desk.ts';
import type { Route } from './route.ts';

const longestNote = 4_000;
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

type PatientOptions = Readonly<{ medplum: MedplumLink; desk: ClinicDesk; render: RenderPage; nowMs: () => number }>;

/** The patient page: a legacy record with the chart from Medplum, and a form that adds a note to the chart. */
export function patientRoutes({ medplum, desk, render, nowMs }: PatientOptions): Route[] {
  const showPatient: RequestHandler = async (request, response) => {
    const { record, mrn } = desk.patientOf(request.params['recordId']);
    const requestId = requestIdOf(response);
    const isClinical = currentUser(response)?.role === 'nurse';
    desk.note(response, isClinical ? 'opened the chart' : 'looked up the person', `PatientRecord/${record.id}`);

    const patient = await medplum.use((client) => findPatient(client, mrn, requestId));
    const chart =
      patient && isClinical ? await medplum.use((client) => readChart(client, patient.id, requestId)) : null;

    render(request, response, 'patient', { record, patient, chart, formId: randomUUID(), longestNote, requestId });
  };

  const writeNote: RequestHandler = async (request, response) => {
    const { record, mrn } = desk.patientOf(request.params['recordId']);
    const requestId = requestIdOf(response);
    const text = formField(request.body, 'text').replaceAll('\r\n', '\n').trim();
    const formId = formField(request.body, 'formId');
    if (text === '' || text.length > longestNote || !uuid.test(formId)) {
      throw new HttpError(400, 'This note cannot be saved.', `Write between 1 and ${longestNote} characters.`);
    }
    desk.note(response, 'sent a note', `PatientRecord/${record.id}`);

    const patient = await medplum.use((client) => findPatient(client, mrn, requestId));
    if (!patient) {
      throw new HttpError(404, 'Medplum has no chart for this patient.', 'Ask for one, then write the note.');
    }
    const user = currentUser(response);
    const author = `${user?.name} (${user?.username})`;
    const at = new Date(nowMs()).toISOString();
    const note = await medplum.use((client) =>
      addNote(client, { patientId: patient.id, text, author, formId, at }, requestId),
    );
    desk.note(response, 'wrote this note', `DocumentReference/${note.id}`);
    response.redirect(303, `/patients/${record.id}/notes/${note.id}`);
  };

  return [
    { method: 'get', path: '/patients/:recordId', access: 'signed-in', handle: [showPatient] },
    { method: 'post', path: '/patients/:recordId/notes', access: 'clinical', handle: [writeNote] },
  ];
}
