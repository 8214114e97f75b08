import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { addNote } from '#fhir/add-note.ts';
import { findPatient } from '#fhir/find-patient.ts';
import { readNoteTrail, type NoteTrail } from '#fhir/read-note-trail.ts';
import { listAccess, type Access } from '#legacy/access-log.ts';
import { toMedplumError } from '#medplum/error.ts';
import { formField } from '#middleware/form-body.ts';
import { HttpError } from '#middleware/http-error.ts';
import { currentUser, requestIdOf } from '#middleware/request-context.ts';
import type { Link } from '#pages/link.ts';
import type { Route } from '#routes/route.ts';
import type { AppContext, Identity } from '#src/feature.ts';
import { readAccount, type Account } from './read-account.ts';

type Compared = Readonly<{
  title: string;
  explanation: string;
  missing?: Readonly<{ why: string; link?: Link }>;
  account?: Account;
  failure?: string;
  trail?: NoteTrail;
  accesses?: readonly Access[];
  /** Whether what Medplum recorded names the person at all. */
  namesPerson?: boolean;
}>;

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** `/patients/:recordId/identities`: what is the same and what differs when a note is written as each identity. */
export function compareRoutes(app: AppContext): readonly Route[] {
  const path = '/patients/:recordId/identities';

  const show: RequestHandler = async (request, response) => {
    const { record } = app.lookup.patientOf(request.params['recordId']);
    const compared = await eachIdentity(app, request, response, async (identity) => ({
      account: await identity.withClient(request, response, (client) => readAccount(client, requestIdOf(response))),
    }));
    app.render(request, response, '@compare-identities/compare', { record, compared, formId: randomUUID() });
  };

  const write: RequestHandler = async (request, response) => {
    const { record } = app.lookup.patientOf(request.params['recordId']);
    const formId = formField(request.body, 'formId');
    if (!uuid.test(formId)) {
      throw new HttpError(400, 'This form cannot be read.', 'Open the page again.');
    }
    const compared = await eachIdentity(app, request, response, async (identity, index) => ({
      account: await identity.withClient(request, response, (client) => readAccount(client, requestIdOf(response))),
      ...(await writeAs(app, identity, request, response, formId.slice(0, -1) + (index + 1))),
    }));
    app.render(request, response, '@compare-identities/compare', { record, compared, formId });
  };

  return [
    { method: 'get', path, access: 'clinical', handle: [show] },
    { method: 'post', path, access: 'clinical', handle: [write] },
  ];
}

async function eachIdentity(
  app: AppContext,
  request: Request,
  response: Response,
  work: (identity: Identity, index: number) => Promise<Partial<Compared>>,
): Promise<Compared[]> {
  return Promise.all(
    app.identities().map(async (identity, index) => {
      const { title, explanation } = identity;
      const missing = identity.missing(request, response);
      if (missing) {
        return { title, explanation, missing };
      }
      // The page shows that this identity was refused, and goes on with the others.
      const found = await work(identity, index).catch((error: unknown) => ({
        failure: error instanceof HttpError ? error.message : toMedplumError(error).message,
      }));
      return { title, explanation, ...found };
    }),
  );
}

/** Writes a note as one identity. What Medplum recorded is read by this server, which may search AuditEvents. */
async function writeAs(
  app: AppContext,
  identity: Identity,
  request: Request,
  response: Response,
  formId: string,
): Promise<Partial<Compared>> {
  const requestId = requestIdOf(response);
  const { record, mrn } = app.lookup.patientOf(request.params['recordId']);
  const user = currentUser(response);
  app.lookup.logAccess(response, `sent a note ${identity.title.toLowerCase()}`, `PatientRecord/${record.id}`);
  const found = await identity.withClient(request, response, (client) => findPatient(client, mrn, requestId));
  if (found.status !== 'one') {
    throw new HttpError(409, 'Medplum has no single chart for this patient.', 'Choose another patient.');
  }
  const text = `Written to compare identities: ${identity.title.toLowerCase()}.`;
  const draft = { patientId: found.patient.id, text, author: `${user?.name} (${user?.username})`, formId };
  const note = await identity.withClient(request, response, (client) =>
    addNote(client, { ...draft, at: new Date(app.now()).toISOString() }, requestId),
  );
  const resource = `DocumentReference/${note.id}`;
  app.lookup.logAccess(response, 'wrote this note', resource);
  const trail = await app.medplum.withClient((client) => readNoteTrail(client, note.id, requestId));
  const recorded = JSON.stringify([trail.versions, trail.audit]);
  const namesPerson = user !== undefined && recorded.includes(user.name);
  return { trail, accesses: listAccess(app.database, resource), namesPerson };
}
