import type { Project, ProjectMembership, Resource, Subscription } from '@medplum/fhirtypes';
import { decideOnResource } from '#access-policy/decide-access.ts';
import { effectivePolicy } from '#access-policy/effective-policy.ts';
import { resolveAccessPolicy } from '#access-policy/resolve-access-policy.ts';
import { findProfileMembership } from '#caller/find-membership.ts';
import { tokenCaller } from '#caller/token-caller.ts';
import type { ResourceChange } from '#fhir-context/change-feed.ts';
import { createPolicy } from '#fhir-context/create-policy.ts';
import { viewFor } from '#fhir-context/resource-meta.ts';
import type { Subscriber } from '#tenant/subscribers.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { eventBundle } from './status-bundle.ts';

/**
 * Sends an event to the sockets that are bound to a Subscription, when its author may read the resource. What a socket
 * is sent is what the holder of its token may read: access that ended ends the events at once.
 */
export async function notifySockets(
  tenant: Tenant,
  project: Project,
  subscription: Subscription,
  { resource }: ResourceChange,
): Promise<void> {
  const id = subscription.id ?? '';
  const subscribers = [...tenant.subscribers.of(id)];
  if (subscribers.length === 0 || !isOn(project) || !mayAuthorRead(tenant, project, subscription, resource)) {
    return;
  }
  for (const subscriber of subscribers) {
    const view = await viewOf(tenant, subscriber, resource);
    if (view) {
      subscriber.send(eventBundle(tenant, id, view));
    }
  }
}

/** Tells whether a project may use subscriptions over sockets. */
export function isOn(project: Project): boolean {
  return project.features?.includes('websocket-subscriptions') ?? false;
}

function mayAuthorRead(tenant: Tenant, project: Project, subscription: Subscription, resource: Resource): boolean {
  const author = subscription.meta?.author?.reference ?? '';
  const membership = findProfileMembership(tenant.store, project.id ?? '', author);
  return membership !== undefined && mayRead(tenant, project, membership, resource);
}

function mayRead(tenant: Tenant, project: Project, membership: ProjectMembership, resource: Resource): boolean {
  const accessPolicy = resolveAccessPolicy(tenant.store, membership);
  return decideOnResource(effectivePolicy({ accessPolicy, project, membership }), 'read', resource).allowed;
}

async function viewOf(tenant: Tenant, subscriber: Subscriber, resource: Resource): Promise<Resource | undefined> {
  const caller = await tokenCaller(tenant, subscriber.token, subscriber.remoteAddress);
  if (!caller || caller.project.id !== resource.meta?.project) {
    return undefined;
  }
  const decision = decideOnResource(createPolicy(tenant, caller), 'read', resource);
  return decision.allowed ? viewFor(resource, decision.entry, true) : undefined;
}
