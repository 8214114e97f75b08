import { setTimeout } from 'node:timers/promises';
import { type Answer, type Json, textMember } from '#contract/answer.ts';
import { type Expected, forbidden, type Group, type Part, when } from '#contract/case.ts';
import { bearer, type Fields } from '#contract/http-client.ts';
import type { World } from '#contract/world/world.ts';
import { observation } from './observation.ts';

const eventType = 'http://terminology.hl7.org/CodeSystem/audit-event-type';
const interactionSystem = 'http://hl7.org/fhir/restful-interaction';
const dicom = 'http://dicom.nema.org/resources/ontology/DCM';

/** Medplum keeps an event after it has answered, so events are asked for again for a while. */
const tries = 20;
const pauseMilliseconds = 100;

/** Events that the server kept of an Observation, as the owner reads them, oldest first. */
async function eventsOf(w: World, observationId: string, count: number): Promise<Answer> {
  const path = `AuditEvent?entity=Observation/${observationId}&_sort=_lastUpdated`;
  const read = (): Promise<Answer> => w.fhir('GET', path, { ...bearer(w.ownerToken), 'x-medplum': 'extended' });
  let answer = await read();
  for (let tried = 1; tried < tries && entriesIn(answer) < count; tried += 1) {
    await setTimeout(pauseMilliseconds);
    answer = await read();
  }
  return answer;
}

function entriesIn({ body }: Answer): number {
  return (body as { entry?: readonly unknown[] }).entry?.length ?? 0;
}

type Act = (path: string, made: Json) => Promise<unknown>;

/** Creates an Observation, does something to it, and reads the events that were kept of that. */
async function eventsAfter(w: World, headers: Fields, count = 1, act?: Act): Promise<Answer> {
  const made = await w.fhir('POST', 'Observation', headers, observation(w.alice));
  const id = textMember(made, 'id');
  await act?.(`Observation/${id}`, made.body as Json);
  return eventsOf(w, id, count);
}

const event = (interaction: string, action: string, agent: Part, outcome = '0'): Part => ({
  resource: {
    type: { system: eventType, code: 'rest' },
    subtype: [{ system: interactionSystem, code: interaction }],
    action,
    outcome,
    agent,
    entity: [{ what: { reference: /^Observation\// } }],
  },
});

const agentOf = (reference: string): Part => ({ who: { reference }, requestor: true, network: { type: '2' } });
const owner = (w: World): Part => [agentOf(w.owner.profile)];
const confidential = (w: World): string => `ClientApplication/${w.clients.confidential.id}`;
const kept = (...entry: readonly Part[]): Expected => ({ status: 200, body: { type: 'searchset', entry } });

export const auditEvents: Group = {
  title: 'AuditEvents that are kept',
  cases: [
    when(
      'AE01',
      'an owner creates',
      (w) => eventsAfter(w, bearer(w.ownerToken)),
      (w) => kept(event('create', 'C', owner(w))),
    ),
    when(
      'AE02',
      'an owner creates and deletes',
      (w) => eventsAfter(w, bearer(w.ownerToken), 2, (path) => w.fhir('DELETE', path, bearer(w.ownerToken))),
      (w) => kept(event('create', 'C', owner(w)), event('delete', 'D', owner(w))),
    ),
    when(
      'AE03',
      'an owner creates, reads and updates',
      (w) =>
        eventsAfter(w, bearer(w.ownerToken), 3, async (path, made) => {
          await w.fhir('GET', path, bearer(w.ownerToken));
          await w.fhir('PUT', path, bearer(w.ownerToken), { ...made, status: 'amended' });
        }),
      (w) => kept(event('create', 'C', owner(w)), event('read', 'R', owner(w)), event('update', 'U', owner(w))),
    ),
    when(
      'AE04',
      'a client without a policy creates',
      async (w) => eventsAfter(w, bearer(await w.clientToken('confidential'))),
      (w) => kept(event('create', 'C', [agentOf(confidential(w))])),
    ),
    when(
      'AE05',
      'a user creates through a client',
      async (w) => {
        const owners = await w.signIn({ email: w.owner.email });
        return eventsAfter(w, bearer(owners.access_token));
      },
      (w) => {
        const coding = [{ system: dicom, code: '110150' }];
        const client = {
          who: { reference: `ClientApplication/${w.clients.spa.id}` },
          requestor: false,
          type: { coding },
        };
        return kept(event('create', 'C', [agentOf(w.owner.profile), client]));
      },
    ),
    when('AE06', 'a restricted client creates', async (w) => eventsAfter(w, bearer(await w.clientToken('device')), 0), {
      status: 200,
      body: { entry: undefined },
    }),
    when(
      'AE07',
      'nobody reads what was created',
      async (w) => eventsAfter(w, bearer(w.ownerToken), 1, (path) => w.fhir('GET', path, bearer('abc'))),
      (w) => kept(event('create', 'C', owner(w))),
    ),
    when(
      'AE08',
      'a restricted client searches AuditEvents',
      async (w) => w.fhir('GET', 'AuditEvent', bearer(await w.clientToken('device'))),
      forbidden,
    ),
    when(
      'AE09',
      'someone signed in',
      async (w) => {
        await w.signIn();
        return w.fhir('GET', 'AuditEvent?type=110114&_total=accurate', bearer(w.ownerToken));
      },
      { status: 200, body: { total: 0 } },
    ),
  ],
};
