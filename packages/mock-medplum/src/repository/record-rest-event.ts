import { createReference, normalizeErrorString } from '@medplum/core';
import type { AuditEvent, AuditEventEntity, Extension, Resource } from '@medplum/fhirtypes';
import { logAuditEvent } from '#audit/audit-log.ts';
import { type AgentReference, type AuditFacts, buildAuditEvent } from '#audit/build-audit-event.ts';
import { tracingExtension } from '#audit/tracing-extension.ts';
import type { FhirContext } from '#fhir-context/fhir-context.ts';
import { addServerMade, mayCreate } from './write-resource.ts';

export type RestInteraction = 'create' | 'read' | 'vread' | 'update' | 'patch' | 'delete' | 'history' | 'search';

/** What an interaction was about: a whole resource, the name of one, or a search. */
export type RestSubject = Readonly<{ resource: Resource } | { reference: string } | { query: string }>;

/** One interaction with FHIR that has ended, well or badly. */
export type RestEvent = Readonly<{
  interaction: RestInteraction;
  subject: RestSubject;
  startedAt: Date;
  /** What it failed with. */
  error?: unknown;
}>;

/** Search, vread and history are not saved: Medplum saves only what was about a resource in hand. */
const saved: ReadonlySet<RestInteraction> = new Set(['create', 'read', 'update', 'patch', 'delete']);

const actions: Readonly<Record<RestInteraction, AuditEvent['action']>> = {
  create: 'C',
  read: 'R',
  vread: 'R',
  history: 'R',
  search: 'R',
  update: 'U',
  patch: 'U',
  delete: 'D',
};

/**
 * Logs an interaction, and saves it as an AuditEvent where Medplum does: when it was about a resource in hand, and the
 * caller's own policy lets the caller create AuditEvents. The events of a restricted client are lost.
 */
export function recordRestEvent(context: FhirContext, { interaction, subject, startedAt, error }: RestEvent): void {
  const { tenant, caller, request } = context;
  const recordedAt = tenant.clock();
  // What was read may be changed afterwards, so its name is taken now; the rest can wait.
  const entity = [entityOf(subject)];
  const eventOf = (): AuditEvent =>
    buildAuditEvent(tenant, {
      ...kindOf(interaction),
      projectId: caller.project.id,
      who: caller.author as AgentReference,
      through: caller.client as AgentReference | undefined,
      remoteAddress: caller.remoteAddress,
      recordedAt,
      ...(error === undefined ? { outcome: '0' } : { outcome: '4', outcomeDesc: normalizeErrorString(error) }),
      entity,
      extension: [...tracingExtension(request), ...duration(recordedAt.getTime() - startedAt.getTime())],
    });
  logAuditEvent(tenant, eventOf);
  const isSaved = 'resource' in subject && subject.resource.resourceType !== 'AuditEvent' && saved.has(interaction);
  if (isSaved && mayCreate(context, 'AuditEvent')) {
    addServerMade(context, eventOf());
  }
}

function kindOf(interaction: RestInteraction): Pick<AuditFacts, 'type' | 'subtype' | 'action'> {
  return {
    type: {
      system: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
      code: 'rest',
      display: 'Restful Operation',
    },
    subtype: { system: 'http://hl7.org/fhir/restful-interaction', code: interaction, display: interaction },
    action: actions[interaction],
  };
}

function entityOf(subject: RestSubject): AuditEventEntity {
  if ('query' in subject) {
    return { query: subject.query };
  }
  if ('reference' in subject) {
    return { what: { reference: subject.reference } };
  }
  const { resource } = subject;
  return { what: resource.id ? createReference(resource) : { type: resource.resourceType } };
}

function duration(milliseconds: number): Extension[] {
  return milliseconds > 0
    ? [{ url: 'https://medplum.com/fhir/StructureDefinition/durationMs', valueInteger: milliseconds }]
    : [];
}
