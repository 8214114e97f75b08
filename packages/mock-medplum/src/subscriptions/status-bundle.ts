import { createReference } from '@medplum/core';
import type { Bundle, BundleEntry, Resource, SubscriptionStatus } from '@medplum/fhirtypes';
import type { Tenant } from '#tenant/tenant.ts';

/** Says that a socket is bound. */
export function handshakeBundle(tenant: Tenant, subscriptionId: string): Bundle {
  return historyBundle(tenant, [statusEntry(tenant, subscriptionId, 'handshake')]);
}

/** Says that a socket's Subscriptions are alive. */
export function heartbeatBundle(tenant: Tenant, subscriptionIds: Iterable<string>): Bundle {
  return historyBundle(
    tenant,
    [...subscriptionIds].map((subscriptionId) => statusEntry(tenant, subscriptionId, 'heartbeat')),
  );
}

/** Says what happened, with the resource that it happened to. Medplum does not count events: each is number 0. */
export function eventBundle(tenant: Tenant, subscriptionId: string, resource: Resource): Bundle {
  const timestamp = tenant.clock().toISOString();
  const focus = createReference(resource);
  return historyBundle(tenant, [
    statusEntry(tenant, subscriptionId, 'event-notification', [{ eventNumber: '0', timestamp, focus }]),
    { resource, fullUrl: `${tenant.baseUrl}fhir/R4/${focus.reference}` },
  ]);
}

function historyBundle(tenant: Tenant, entry: BundleEntry[]): Bundle {
  return {
    id: tenant.random.uuid(),
    resourceType: 'Bundle',
    type: 'history',
    timestamp: tenant.clock().toISOString(),
    entry,
  };
}

function statusEntry(
  tenant: Tenant,
  subscriptionId: string,
  type: SubscriptionStatus['type'],
  notificationEvent?: SubscriptionStatus['notificationEvent'],
): BundleEntry {
  return {
    resource: {
      resourceType: 'SubscriptionStatus',
      id: tenant.random.uuid(),
      status: 'active',
      type,
      subscription: { reference: `Subscription/${subscriptionId}` },
      ...(notificationEvent && { notificationEvent }),
    },
  };
}
