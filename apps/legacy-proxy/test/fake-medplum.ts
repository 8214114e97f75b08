import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { AuditEvent, DocumentReference, Resource } from '@medplum/fhirtypes';

export const clientId = '00000004-0000-4000-8000-000000000002';
export const clientSecret = 'canary-secret-5f0c1b';
export const samId = '00000002-0000-4000-8000-000000000001';
export const lenaId = '00000002-0000-4000-8000-000000000002';

type Answer = Readonly<{ status: number; body: unknown; headers?: Readonly<Record<string, string>> }>;
type SeenRequest = Readonly<{ method: string; path: string; headers: IncomingHttpHeaders; body: string }>;

export type FakeMedplum = Readonly<{
  url: string;
  seen: SeenRequest[];
  tokenRequests: () => number;
  notes: DocumentReference[];
  auditEvents: AuditEvent[];
  /** Answers that come before the usual ones; a handler that returns undefined lets the request pass. */
  faults: ((request: SeenRequest) => Answer | undefined)[];
  /** The access token that is accepted now; change it to revoke the one that was handed out. */
  revokeToken: () => void;
  close: () => Promise<void>;
}>;

/** The least of Medplum that the application talks to, with a list of all it was asked. */
export async function startFakeMedplum(): Promise<FakeMedplum> {
  const state = { notes: [] as DocumentReference[], auditEvents: [] as AuditEvent[], accepted: '', issued: 0 };
  const seen: SeenRequest[] = [];
  const faults: FakeMedplum['faults'] = [];

  const server = createServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await see(request);
    seen.push(asked);
    const fault = faults.map((answerFor) => answerFor(asked)).find((one) => one !== undefined);
    send(response, fault ?? answerTo(asked));
  }

  function answerTo(asked: SeenRequest): Answer {
    if (asked.path === '/oauth2/token') {
      state.issued += 1;
      state.accepted = issueToken(state.issued);
      return { status: 200, body: { token_type: 'Bearer', access_token: state.accepted, profile: profile.reference } };
    }
    if (asked.headers.authorization !== `Bearer ${state.accepted}`) {
      return outcome(401, 'unauthorized');
    }
    return asked.path === '/auth/me'
      ? { status: 200, body: { profile: profile.resource, project: { resourceType: 'Project', id: 'p' } } }
      : fhirAnswer(asked, state);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    seen,
    tokenRequests: () => seen.filter(({ path }) => path === '/oauth2/token').length,
    notes: state.notes,
    auditEvents: state.auditEvents,
    faults,
    revokeToken: () => (state.accepted = 'none'),
    close: () => closeServer(server),
  };
}

/** An OperationOutcome as Medplum's ids have it. */
export function outcome(status: number, id: string): Answer {
  const issue = [{ severity: 'error', code: 'processing', details: { text: id } }];
  return { status, body: { resourceType: 'OperationOutcome', id, issue } };
}

const profile = {
  reference: { reference: `ClientApplication/${clientId}`, display: 'legacy-proxy' },
  resource: { resourceType: 'ClientApplication', id: clientId, name: 'legacy-proxy' },
};

const patients: readonly Resource[] = [
  {
    resourceType: 'Patient',
    id: samId,
    identifier: [{ system: 'https://clinic.example/mrn', value: 'RC-1001' }],
    name: [{ given: ['Sam'], family: 'Carter' }],
    birthDate: '1984-03-12',
  },
  {
    resourceType: 'Patient',
    id: lenaId,
    identifier: [{ system: 'https://clinic.example/mrn', value: 'RC-1002' }],
    name: [{ given: ['Lena'], family: 'Novak' }],
  },
];

const observation: Resource = {
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'Heart rate' },
  effectiveDateTime: '2026-09-01T09:10:00Z',
  valueQuantity: { value: 72, unit: '/min' },
};

function fhirAnswer(asked: SeenRequest, state: { notes: DocumentReference[]; auditEvents: AuditEvent[] }): Answer {
  const url = new URL(asked.path, 'http://fake/');
  const [type = '', id, operation] = url.pathname.replace('/fhir/R4/', '').split('/');
  const key = `${asked.method} ${type}`;
  if (key === 'GET Patient') {
    const number = url.searchParams.get('identifier')?.split('|')[1] ?? '';
    return bundle(patients.filter((patient) => JSON.stringify(patient).includes(`"${number}"`)));
  }
  if (key === 'GET Observation') {
    return bundle([observation]);
  }
  if (key === 'GET AuditEvent') {
    return bundle(state.auditEvents);
  }
  if (key === 'POST DocumentReference') {
    return createNote(asked, state);
  }
  const note = state.notes.find((one) => one.id === id);
  if (type !== 'DocumentReference' || (id && !note)) {
    return outcome(404, 'not-found');
  }
  return note && operation !== '_history' ? { status: 200, body: note } : bundle(note ? [note] : state.notes);
}

function createNote(
  asked: SeenRequest,
  { notes, auditEvents }: { notes: DocumentReference[]; auditEvents: AuditEvent[] },
): Answer {
  const note = JSON.parse(asked.body) as DocumentReference;
  const same = notes.find((one) => one.identifier?.[0]?.value === note.identifier?.[0]?.value);
  if (same && asked.headers['if-none-exist']) {
    return { status: 200, body: same };
  }
  const created = {
    ...note,
    id: `0000000b-0000-4000-8000-00000000000${notes.length + 1}`,
    meta: { lastUpdated: '2026-09-15T10:00:00Z', author: profile.reference },
  };
  notes.push(created);
  auditEvents.push(creationOf(created, String(asked.headers['traceparent'])));
  return { status: 201, body: created };
}

function creationOf(note: DocumentReference, traceId: string): AuditEvent {
  return {
    resourceType: 'AuditEvent',
    type: { code: 'rest' },
    subtype: [{ code: 'create' }],
    recorded: '2026-09-15T10:00:00Z',
    agent: [{ who: profile.reference, requestor: true }],
    source: { observer: { display: 'fake' } },
    entity: [{ what: { reference: `DocumentReference/${note.id}` } }],
    extension: [
      {
        url: 'https://medplum.com/fhir/StructureDefinition/tracing',
        extension: [{ url: 'traceId', valueId: traceId }],
      },
    ],
  };
}

function bundle(resources: readonly Resource[]): Answer {
  return {
    status: 200,
    body: { resourceType: 'Bundle', type: 'searchset', entry: resources.map((resource) => ({ resource })) },
  };
}

function issueToken(serial: number): string {
  const issuedAt = Math.floor(Date.now() / 1000);
  const claims = { client_id: clientId, login_id: `login-${serial}`, iat: issuedAt, exp: issuedAt + 3600 };
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'ES384' })}.${part(claims)}.canary-signature`;
}

async function see(request: IncomingMessage): Promise<SeenRequest> {
  const body = await text(request);
  return { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Set-Cookie': 'medplum-upstream=1', ...headers });
  response.end(JSON.stringify(body));
}

function closeServer(server: ReturnType<typeof createServer>): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
