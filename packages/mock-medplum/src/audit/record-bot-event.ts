import { createReference, resolveId } from '@medplum/core';
import type { Agent, AuditEvent, Bot, ProjectMembership, Reference, Resource, Subscription } from '@medplum/fhirtypes';
import type { RequestContext } from '#http/request-context.ts';
import { compartmentsOf } from '#matching/compartments.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { logAuditEvent } from './audit-log.ts';
import type { AgentReference } from './build-audit-event.ts';
import { tracingExtension } from './tracing-extension.ts';

/** How a Bot's run began and ended. */
export type BotEventFacts = Readonly<{
  bot: Bot;
  runAs: ProjectMembership;
  requester?: Reference | undefined;
  input: unknown;
  subscription?: Subscription | undefined;
  agent?: Agent | undefined;
  request?: RequestContext | undefined;
  startedAt: Date;
  hasFailed: boolean;
  /** What the Bot wrote to its console. */
  log: string;
}>;

/** Medplum keeps the end of a longer log. */
const maxLog = 10_240;

/** Records that a Bot ran, by the system and where the Bot says: in a resource unless it says otherwise. */
export function recordBotEvent(tenant: Tenant, facts: BotEventFacts): void {
  const { bot, hasFailed, log } = facts;
  const trigger = bot.auditEventTrigger ?? 'always';
  if (trigger === 'never' || (trigger === 'on-error' && !hasFailed) || (trigger === 'on-output' && log === '')) {
    return;
  }
  const event = botEvent(tenant, facts);
  logAuditEvent(tenant, event);
  if ((bot.auditEventDestination ?? ['resource']).includes('resource')) {
    save(tenant, event);
  }
}

function botEvent(tenant: Tenant, facts: BotEventFacts): AuditEvent {
  const { bot, runAs, requester, input, subscription, agent, request, startedAt, hasFailed, log } = facts;
  const now = tenant.clock().toISOString();
  return {
    resourceType: 'AuditEvent',
    meta: {
      project: resolveId(runAs.project) ?? '',
      ...(bot.meta?.account && { account: bot.meta.account }),
    },
    period: { start: startedAt.toISOString(), end: now },
    recorded: now,
    type: { system: 'https://medplum.com/CodeSystem/audit-event', code: 'execute' },
    agent: [
      { ...(requester && { who: requester as AgentReference }), requestor: true },
      { who: runAs.profile, requestor: false },
    ],
    source: { observer: createReference(bot) },
    entity: entities([bot, input, subscription, agent]),
    outcome: hasFailed ? '4' : '0',
    ...(log !== '' && { outcomeDesc: log.slice(-maxLog) }),
    extension: tracingExtension(request),
  };
}

function entities(values: readonly unknown[]): NonNullable<AuditEvent['entity']> {
  return values.filter(isStoredResource).map((resource) => ({
    what: createReference(resource),
    role: roles[resource.resourceType] ?? { code: '4', display: 'Domain' },
  }));
}

const roles: Readonly<Record<string, { code: string; display: string }>> = {
  Patient: { code: '1', display: 'Patient' },
  Subscription: { code: '9', display: 'Subscriber' },
};

function isStoredResource(value: unknown): value is Resource & { id: string } {
  const { resourceType, id } = (value ?? {}) as Partial<Resource>;
  return typeof resourceType === 'string' && typeof id === 'string';
}

/** The system writes it, past every policy. */
function save(tenant: Tenant, event: AuditEvent): void {
  tenant.store.put({
    ...event,
    id: tenant.random.uuid(),
    meta: {
      ...event.meta,
      versionId: tenant.random.uuid(),
      lastUpdated: event.recorded,
      author: { reference: 'system' },
      compartment: compartmentsOf(event, event.meta?.project, []),
    },
  });
}
