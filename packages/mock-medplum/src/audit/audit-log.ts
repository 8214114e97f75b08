import type { AuditEvent } from '@medplum/fhirtypes';

import type { Tenant } from '#tenant/tenant.ts';

/** Enough for any test, and no leak in a server that runs for weeks. */
const MAX_EVENTS = 1000;

const eventsByTenant = new WeakMap<Tenant, AuditEvent[]>();

/**
 * Returns a tenant's latest audit events, oldest first: also those that Medplum writes to its log and does not save,
 * such as logins, searches and what a restricted client did.
 */
export function auditLog(tenant: Tenant): readonly AuditEvent[] {
  return eventsByTenant.get(tenant) ?? [];
}

/** Adds an event to a tenant's log. */
export function logAuditEvent(tenant: Tenant, event: AuditEvent): void {
  const events = eventsByTenant.get(tenant) ?? [];
  eventsByTenant.set(tenant, events);
  events.push(event);
  if (events.length > MAX_EVENTS) {
    events.shift();
  }
}
