import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { findPatient } from '#fhir/find-patient.ts';
import { readChart } from '#fhir/read-chart.ts';
import type { MedplumSession } from '#medplum/sign-in.ts';
import { longestText } from '#middleware/form-body.ts';
import { keptTextOf, type TextKeeper } from '#middleware/kept-text.ts';
import { currentUser, requestIdOf } from '#middleware/request-context.ts';
import type { Link } from '#pages/link.ts';
import type { RenderPage } from '#pages/render-page.ts';
import type { PatientLookup } from './patient-lookup.ts';
import type { Route } from './route.ts';
import { noteText, patientPageOf } from './write-note.ts';

type PatientOptions = Readonly<{
  medplum: MedplumSession;
  lookup: PatientLookup;
  render: RenderPage;
  keeper: TextKeeper;
  links: (recordId: number) => readonly Link[];
}>;

/** `GET /patients/:recordId`: a legacy record with the chart from Medplum, and a form that adds a note to it. */
export function patientRoute({ medplum, lookup, render, keeper, links }: PatientOptions): Route {
  const showPatient: RequestHandler = async (request, response) => {
    const { record, mrn } = lookup.patientOf(request.params['recordId']);
    const requestId = requestIdOf(response);
    const { username = '', role } = currentUser(response) ?? {};
    const isClinical = role === 'nurse';
    lookup.logAccess(response, isClinical ? 'opened the chart' : 'looked up the person', `PatientRecord/${record.id}`);

    const found = await medplum.withClient((client) => findPatient(client, mrn, requestId));
    const chart =
      found.status === 'one' && isClinical
        ? await medplum.withClient((client) => readChart(client, found.patient, requestId))
        : null;

    const kept = keptTextOf(request, patientPageOf(request));
    const formId = kept?.formId ?? randomUUID();
    const form = {
      formId,
      text: kept?.text ?? '',
      length: noteText(kept?.text ?? '').length,
      writer: keeper.markOf(username, formId),
      isKept: kept !== undefined,
    };
    const shownLinks = chart ? links(record.id) : [];
    render(request, response, 'patient', { record, found, chart, form, longestText, links: shownLinks, requestId });
  };

  return { method: 'get', path: '/patients/:recordId', access: 'signed-in', handle: [showPatient] };
}
