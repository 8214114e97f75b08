import type { AuditEvent } from '@medplum/fhirtypes';
import type { Tenant } from '#tenant/tenant.ts';

/** Enough for any test, and bounded, so that a server can run for weeks. */
const maxEvents = 1000;

/** An event, or a function that builds it: most events are never read. */
type LoggedEvent = AuditEvent | (() => AuditEvent);

const eventsByTenant = new WeakMap<Tenant, LoggedEvent[]>();

/**
 * Returns a tenant's latest audit events, oldest first: also those that Medplum writes to its log and does not save,
 * such as logins, searches and what a restricted client did.
 */
export function auditLog(tenant: Tenant): readonly AuditEvent[] {
  return (eventsByTenant.get(tenant) ?? []).map((event) => (typeof event === 'function' ? event() : event));
}

/** Adds an event to a tenant's log. */
export function logAuditEvent(tenant: Tenant, event: LoggedEvent): void {
  const events = eventsByTenant.get(tenant) ?? [];
  eventsByTenant.set(tenant, events);
  events.push(event);
  if (events.length > maxEvents) {
    events.shift();
  }
}
