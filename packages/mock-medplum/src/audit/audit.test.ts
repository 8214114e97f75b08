import type { AuditEvent, Bundle, Observation } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import {
  aliceId,
  bobId,
  clinicClientId,
  observation,
  projectId,
  startClinic,
  type TestClinic,
} from '#fhir/test-clinic.ts';
import { auditLog } from './audit-log.ts';
import { recordLogin } from './record-login.ts';

const who = { reference: `ClientApplication/${clinicClientId}`, display: 'Test client' };
const dicom = 'http://dicom.nema.org/resources/ontology/DCM';

function savedEvents({ tenant }: TestClinic): AuditEvent[] {
  return [...tenant.store.list('AuditEvent')];
}

/** Interaction and outcome of each logged event. */
function outline({ tenant }: TestClinic): string[] {
  return auditLog(tenant).map(({ subtype, outcome }) => `${subtype?.[0]?.code} ${outcome}`);
}

describe('REST events', () => {
  test('[M3] create, by a client that may create AuditEvents, is saved and names the client', async () => {
    await using clinic = await startClinic();

    const { body } = await clinic.as()<Observation>('POST', 'Observation', observation(`Patient/${aliceId}`));

    expect(savedEvents(clinic)).toEqual([
      {
        resourceType: 'AuditEvent',
        id: expect.any(String) as string,
        meta: {
          project: projectId,
          versionId: expect.any(String) as string,
          lastUpdated: '2026-11-23T22:45:52.000Z',
          author: who,
          compartment: [{ reference: `Project/${projectId}` }],
        },
        type: {
          system: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
          code: 'rest',
          display: 'Restful Operation',
        },
        subtype: [{ system: 'http://hl7.org/fhir/restful-interaction', code: 'create', display: 'create' }],
        action: 'C',
        recorded: '2026-11-23T22:45:52.000Z',
        source: { observer: { identifier: { value: 'http://localhost:8103/' } } },
        agent: [{ who: who, requestor: true, network: { address: '127.0.0.1', type: '2' } }],
        outcome: '0',
        entity: [{ what: { reference: `Observation/${body.id}`, display: '8867-4' } }],
        extension: [
          {
            url: 'https://medplum.com/fhir/StructureDefinition/tracing',
            extension: [
              { url: 'requestId', valueId: expect.any(String) as string },
              { url: 'traceId', valueId: expect.any(String) as string },
            ],
          },
        ],
      },
    ]);
  });

  test('[M3] events, of a client whose policy does not let it create AuditEvents, are logged and lost', async () => {
    await using clinic = await startClinic();

    await clinic.as([{ resourceType: 'Observation' }])('POST', 'Observation', observation(`Patient/${aliceId}`));

    expect(outline(clinic)).toEqual(['create 0']);
    expect(savedEvents(clinic)).toEqual([]);
  });

  test('[M3] events, that a constraint of the policy does not let be written, are lost too', async () => {
    await using clinic = await startClinic();
    const writeConstraint = [{ language: 'text/fhirpath' as const, expression: "action = 'D'" }];

    const send = clinic.as([{ resourceType: 'Patient' }, { resourceType: 'AuditEvent', writeConstraint }]);
    await send('GET', `Patient/${aliceId}`);
    await send('DELETE', `Patient/${aliceId}`);

    expect(savedEvents(clinic).map(({ action }) => action)).toEqual(['D']);
  });

  test('[M3] event, of a user who came through a client, names the client as the second agent', async () => {
    await using clinic = await startClinic();
    const client = { reference: `ClientApplication/${bobId}`, display: 'spa' };

    await clinic.as(undefined, { author: { reference: `Patient/${aliceId}` }, client })('GET', `Patient/${aliceId}`);

    expect(savedEvents(clinic)[0]?.agent.slice(1)).toEqual([
      {
        who: client,
        requestor: false,
        type: { coding: [{ system: dicom, code: '110150', display: 'Application' }] },
      },
    ]);
  });

  test('[M3] event, of what was done on behalf of a person, names the client alone', async () => {
    await using clinic = await startClinic();

    await clinic.as(undefined, { onBehalfOf: { reference: `Patient/${bobId}` } })('GET', `Patient/${aliceId}`);

    expect(savedEvents(clinic)[0]?.agent.map((agent) => agent.who)).toEqual([who]);
  });

  test('[M3] search, vread, history and what was refused, are logged; saved is what had a resource in hand', async () => {
    await using clinic = await startClinic();
    const send = clinic.as();
    await send('GET', 'Patient?_count=1&gender=female');
    await send('GET', `Patient/${aliceId}/_history`);
    await send('GET', `Patient/${aliceId}/_history/${bobId}`);
    await send('GET', 'Patient/00000000-0000-4000-8000-000000000000');
    await send('POST', 'Observation', { resourceType: 'Observation' });
    await send('PATCH', `Patient/${aliceId}`, [{ op: 'replace', path: '/gender', value: 'other' }]);
    await send('DELETE', `Patient/${aliceId}`);

    expect(outline(clinic)).toEqual(['search 0', 'history 0', 'vread 4', 'read 4', 'create 4', 'patch 0', 'delete 0']);
    const events = auditLog(clinic.tenant);
    expect(events.map(({ action }) => action)).toEqual(['R', 'R', 'R', 'R', 'C', 'U', 'D']);
    expect(events[0]?.entity).toEqual([{ query: 'Patient?_count=1&gender=female' }]);
    expect(events[1]?.entity?.[0]?.what).toEqual({ reference: `Patient/${aliceId}`, display: 'Alice Test' });
    expect(events[3]).toMatchObject({
      outcomeDesc: 'Not found',
      entity: [{ what: { reference: 'Patient/00000000-0000-4000-8000-000000000000' } }],
    });
    expect(events[4]).toMatchObject({
      outcomeDesc: 'Missing required property (Observation.status); Missing required property (Observation.code)',
      entity: [{ what: { type: 'Observation' } }],
    });
    expect(savedEvents(clinic).map(({ action }) => action)).toEqual(['C', 'U', 'D']);
  });

  test('[M3] AuditEvents, when they are read, make no AuditEvents', async () => {
    await using clinic = await startClinic();
    const send = clinic.as();
    await send('GET', `Patient/${aliceId}`);
    const [event] = savedEvents(clinic);

    await send('GET', `AuditEvent/${event?.id}`);
    const { body } = await send<Bundle>('GET', `AuditEvent?entity=Patient/${aliceId}&_total=accurate`);

    expect(body.total).toBe(1);
  });
});

describe('login events', () => {
  test('[M3] login, is logged and not saved', async () => {
    await using clinic = await startClinic();
    const profile = { reference: `Patient/${aliceId}`, display: 'Alice Test' };

    recordLogin(clinic.tenant, { projectId: projectId, profile, remoteAddress: '127.0.0.1' });

    expect(savedEvents(clinic)).toEqual([]);
    expect(auditLog(clinic.tenant)).toEqual([
      {
        resourceType: 'AuditEvent',
        meta: { project: projectId },
        type: { system: dicom, code: '110114', display: 'User Authentication' },
        subtype: [{ system: dicom, code: '110122', display: 'Login' }],
        recorded: '2026-11-23T22:45:52.000Z',
        source: { observer: { identifier: { value: 'http://localhost:8103/' } } },
        agent: [{ who: profile, requestor: true, network: { address: '127.0.0.1', type: '2' } }],
        outcome: '0',
      },
    ]);
  });

  test('[M3] log, of a tenant that runs for long, keeps the latest thousand', async () => {
    await using clinic = await startClinic();

    for (let at = 0; at < 1001; at += 1) {
      recordLogin(clinic.tenant, { profile: { reference: `Patient/${at}` }, remoteAddress: '' });
    }

    expect(auditLog(clinic.tenant)).toHaveLength(1000);
    expect(auditLog(clinic.tenant)[0]?.agent[0]?.who?.reference).toBe('Patient/1');
  });
});
