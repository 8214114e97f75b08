import { setTimeout } from 'node:timers/promises';
import { type Answer, type Json, textMember } from '#contract/answer.ts';
import { type Expected, forbidden, type Group, type Part, when } from '#contract/case.ts';
import { bearer, type Fields } from '#contract/http-client.ts';
import type { Setup } from '#contract/setup/setup.ts';
import { observation } from './observation.ts';

const eventType = 'http://terminology.hl7.org/CodeSystem/audit-event-type';
const interactionSystem = 'http://hl7.org/fhir/restful-interaction';
const dicom = 'http://dicom.nema.org/resources/ontology/DCM';

/** Medplum keeps an event after it has answered, so events are asked for again for a while. */
const tries = 20;
const pauseMilliseconds = 100;

/** Events that the server kept of an Observation, as the owner reads them, oldest first. */
async function eventsOf(setup: Setup, observationId: string, count: number): Promise<Answer> {
  const path = `AuditEvent?entity=Observation/${observationId}&_sort=_lastUpdated`;
  const read = (): Promise<Answer> => setup.fhir('GET', path, { ...bearer(setup.ownerToken), 'x-medplum': 'extended' });
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
async function eventsAfter(setup: Setup, headers: Fields, count = 1, act?: Act): Promise<Answer> {
  const made = await setup.fhir('POST', 'Observation', headers, observation(setup.alice));
  const id = textMember(made, 'id');
  await act?.(`Observation/${id}`, made.body as Json);
  return eventsOf(setup, id, count);
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
const owner = (setup: Setup): Part => [agentOf(setup.owner.profile)];
const confidential = (setup: Setup): string => `ClientApplication/${setup.clients.confidential.id}`;
const kept = (...entry: readonly Part[]): Expected => ({ status: 200, body: { type: 'searchset', entry } });

export const auditEvents: Group = {
  title: 'AuditEvents that are kept',
  cases: [
    when(
      'AE01',
      'an owner creates',
      (setup) => eventsAfter(setup, bearer(setup.ownerToken)),
      (setup) => kept(event('create', 'C', owner(setup))),
    ),
    when(
      'AE02',
      'an owner creates and deletes',
      (setup) =>
        eventsAfter(setup, bearer(setup.ownerToken), 2, (path) => setup.fhir('DELETE', path, bearer(setup.ownerToken))),
      (setup) => kept(event('create', 'C', owner(setup)), event('delete', 'D', owner(setup))),
    ),
    when(
      'AE03',
      'an owner creates, reads and updates',
      (setup) =>
        eventsAfter(setup, bearer(setup.ownerToken), 3, async (path, made) => {
          await setup.fhir('GET', path, bearer(setup.ownerToken));
          await setup.fhir('PUT', path, bearer(setup.ownerToken), { ...made, status: 'amended' });
        }),
      (setup) =>
        kept(event('create', 'C', owner(setup)), event('read', 'R', owner(setup)), event('update', 'U', owner(setup))),
    ),
    when(
      'AE04',
      'a client without a policy creates',
      async (setup) => eventsAfter(setup, bearer(await setup.clientToken('confidential'))),
      (setup) => kept(event('create', 'C', [agentOf(confidential(setup))])),
    ),
    when(
      'AE05',
      'a user creates through a client',
      async (setup) => {
        const owners = await setup.signIn({ email: setup.owner.email });
        return eventsAfter(setup, bearer(owners.access_token));
      },
      (setup) => {
        const coding = [{ system: dicom, code: '110150' }];
        const client = {
          who: { reference: `ClientApplication/${setup.clients.spa.id}` },
          requestor: false,
          type: { coding },
        };
        return kept(event('create', 'C', [agentOf(setup.owner.profile), client]));
      },
    ),
    when(
      'AE06',
      'a restricted client creates',
      async (setup) => eventsAfter(setup, bearer(await setup.clientToken('device')), 0),
      {
        status: 200,
        body: { entry: undefined },
      },
    ),
    when(
      'AE07',
      'nobody reads what was created',
      async (setup) =>
        eventsAfter(setup, bearer(setup.ownerToken), 1, (path) => setup.fhir('GET', path, bearer('abc'))),
      (setup) => kept(event('create', 'C', owner(setup))),
    ),
    when(
      'AE08',
      'a restricted client searches AuditEvents',
      async (setup) => setup.fhir('GET', 'AuditEvent', bearer(await setup.clientToken('device'))),
      forbidden,
    ),
    when(
      'AE09',
      'someone signed in',
      async (setup) => {
        await setup.signIn();
        return setup.fhir('GET', 'AuditEvent?type=110114&_total=accurate', bearer(setup.ownerToken));
      },
      { status: 200, body: { total: 0 } },
    ),
  ],
};
