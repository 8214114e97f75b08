import { createHmac } from 'node:crypto';
import { ContentType, getExtensionValue, resolveId, stringify } from '@medplum/core';
import type { ProjectMembership, Subscription } from '@medplum/fhirtypes';
import { executeBot } from '#bots/execute-bot.ts';
import { findProfileMembership } from '#caller/find-membership.ts';
import type { ResourceChange } from '#fhir-context/change-feed.ts';
import type { Tenant } from '#tenant/tenant.ts';

const secretExtensionUrl = 'https://www.medplum.com/fhir/StructureDefinition/subscription-secret';
const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
const timeoutMs = 10_000;

/**
 * Runs the Bot that a `rest-hook` Subscription names, or posts to its endpoint, once: there are no second attempts. A
 * mock sends nothing over a network, so an endpoint outside the loopback interface is only logged.
 */
export async function runRestHook(tenant: Tenant, subscription: Subscription, change: ResourceChange): Promise<void> {
  const endpoint = subscription.channel.endpoint ?? '';
  if (endpoint.startsWith('Bot/')) {
    await runBot(tenant, subscription, endpoint, change);
    return;
  }
  if (!loopback.has(URL.parse(endpoint)?.hostname ?? '')) {
    tenant.log({ event: 'rest-hook not sent', subscription: subscription.id, endpoint });
    return;
  }
  const body = change.interaction === 'delete' ? '{}' : stringify(change.resource);
  const headers = hookHeaders(subscription, change, body);
  const { status } = await fetch(endpoint, {
    method: 'POST',
    headers,
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  });
  tenant.log({ event: 'rest-hook', subscription: subscription.id, endpoint, status });
}

async function runBot(
  tenant: Tenant,
  subscription: Subscription,
  reference: string,
  { interaction, resource }: ResourceChange,
): Promise<void> {
  const bot = tenant.store.get('Bot', resolveId({ reference }) ?? '');
  const requester = resource.meta?.author;
  const runAs = bot && findRunAs(tenant, subscription, bot.runAsUser ? requester?.reference : reference);
  if (!runAs) {
    throw new Error('Could not find project membership for bot');
  }
  const input = interaction === 'delete' ? { deletedResource: resource } : resource;
  await executeBot(tenant, {
    bot,
    runAs,
    requester,
    input,
    subscription,
    contentType: ContentType.FHIR_JSON,
    headers: hookHeaders(subscription, { interaction, resource }, stringify(input)),
  });
}

function findRunAs(tenant: Tenant, { meta }: Subscription, profile = ''): ProjectMembership | undefined {
  return findProfileMembership(tenant.store, meta?.project ?? '', profile);
}

function hookHeaders(
  subscription: Subscription,
  { interaction, resource }: ResourceChange,
  body: string,
): Record<string, string> {
  const secret = getExtensionValue(subscription, secretExtensionUrl);
  const own = (subscription.channel.header ?? []).map((line) => line.split(':').map((part) => part.trim()));
  return {
    'Content-Type': ContentType.FHIR_JSON,
    'X-Medplum-Subscription': subscription.id ?? '',
    'X-Medplum-Interaction': interaction,
    ...(interaction === 'delete' && { 'X-Medplum-Deleted-Resource': `${resource.resourceType}/${resource.id}` }),
    ...Object.fromEntries(own.map(([name = '', value = '']) => [name, value])),
    ...(typeof secret === 'string' && { 'X-Signature': createHmac('sha256', secret).update(body).digest('hex') }),
  };
}
