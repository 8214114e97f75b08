import { getExtensionValue, resourceMatchesSubscriptionCriteria } from '@medplum/core';
import type { Project, Subscription } from '@medplum/fhirtypes';
import { isShortExpression } from '#cost/short-expression.ts';
import type { ResourceChange } from '#fhir-context/change-feed.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { notifySockets } from './notify-sockets.ts';
import { runRestHook } from './run-rest-hook.ts';

const fhirpathCriteria = 'https://medplum.com/fhir/StructureDefinition/fhir-path-criteria-expression';

/**
 * Tells the subscribers of a resource's project what happened to it. Nothing awaits it: a subscriber that fails does
 * not make the write fail.
 */
export function notifySubscribers(tenant: Tenant, change: ResourceChange): void {
  const { resource } = change;
  const isQuiet = resource.resourceType === 'AuditEvent' || isForSocket(resource);
  const project = isQuiet ? undefined : tenant.store.get('Project', resource.meta?.project ?? '');
  if (!project) {
    return;
  }
  for (const subscription of tenant.store.list('Subscription')) {
    if (subscription.status === 'active' && subscription.meta?.project === project.id) {
      notifyOne(tenant, project, subscription, change).catch((error: unknown) => {
        tenant.log({ event: 'subscription failed', subscription: subscription.id, error: String(error) });
      });
    }
  }
}

async function notifyOne(
  tenant: Tenant,
  project: Project,
  subscription: Subscription,
  change: ResourceChange,
): Promise<void> {
  const { interaction, resource, before } = change;
  const expression: unknown = getExtensionValue(subscription, fhirpathCriteria) ?? '';
  if (!isShortExpression(expression)) {
    throw new Error('The FHIRPath of its criteria is too long, or uses a function that may take too long');
  }
  const isMatch = await resourceMatchesSubscriptionCriteria({
    resource,
    subscription,
    context: { project: { ...project, id: project.id ?? '' }, interaction },
    getPreviousResource: async () => before,
  });
  if (!isMatch) {
    return;
  }
  if (isForSocket(subscription)) {
    await notifySockets(tenant, project, subscription, change);
  } else {
    await runRestHook(tenant, subscription, change);
  }
}

function isForSocket(resource: { resourceType: string; channel?: unknown }): boolean {
  return resource.resourceType === 'Subscription' && (resource.channel as Subscription['channel']).type === 'websocket';
}
