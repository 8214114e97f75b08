import { allOk, badRequest, forbidden, notFound, OperationOutcomeError } from '@medplum/core';
import type { ClientApplication, Parameters } from '@medplum/fhirtypes';
import type { Request, RequestHandler } from 'express';
import { constantTimeEqual } from '#caller/constant-time-equal.ts';
import { sendFhirResponse } from '#fhir/exchange/send-fhir-response.ts';
import { callerOf } from '#http/caller-of.ts';
import type { Caller } from '#tenant/caller.ts';
import { readResource } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';

type Secrets = Readonly<{ secret?: string | undefined; retiringSecret?: string | undefined }>;

/**
 * `POST ClientApplication/:id/$rotate-secret`, for administrators: with `secret` the client gets a new one, and the old
 * one is good for tokens until it is sent as `retiringSecret`. Whoever rotates has to know the secret that goes.
 */
export function rotateSecret(tenant: Tenant): RequestHandler<{ id: string }> {
  return (request, response) => {
    const caller = callerOf(response);
    if (!caller.membership.admin && !caller.project.superAdmin) {
      throw new OperationOutcomeError(forbidden);
    }
    const secrets = readSecrets(request.body);
    checkOneSecret(secrets);
    const client = findClient(tenant, caller, request.params.id);
    const stored = stampAsSystem(tenant, rotate(client, secrets, tenant.random.hex(32)));
    tenant.store.put(stored);
    sendFhirResponse(request as Request, response, tenant.baseUrl, [allOk, stored]);
  };
}

/** An administrator rotates what belongs to their own project. */
function findClient({ store }: Tenant, { project }: Caller, id: string): ClientApplication {
  const client = readResource(store, 'ClientApplication', id);
  if (client.meta?.project !== project.id && !project.superAdmin) {
    throw new OperationOutcomeError(notFound);
  }
  return client;
}

/** No caller may write secrets, so the server does it. */
function stampAsSystem({ random, clock }: Tenant, client: ClientApplication): ClientApplication {
  const author = { reference: 'system' };
  return { ...client, meta: { ...client.meta, versionId: random.uuid(), lastUpdated: clock().toISOString(), author } };
}

function checkOneSecret({ secret, retiringSecret }: Secrets): void {
  if (!secret && !retiringSecret) {
    throw new OperationOutcomeError(badRequest('Secret to rotate must be provided'));
  }
  if (secret && retiringSecret) {
    throw new OperationOutcomeError(badRequest('Only one secret can be rotated at a time'));
  }
}

function rotate(client: ClientApplication, { secret, retiringSecret }: Secrets, newSecret: string): ClientApplication {
  if (secret && client.secret && constantTimeEqual(secret, client.secret)) {
    return { ...client, secret: newSecret, retiringSecret: client.secret };
  }
  const { retiringSecret: retiring, ...kept } = client;
  if (retiringSecret && retiring && constantTimeEqual(retiringSecret, retiring)) {
    return kept;
  }
  throw new OperationOutcomeError(badRequest('Provided secret does not match client'));
}

/** An operation takes FHIR Parameters, or their names and values as a plain object. */
function readSecrets(body: unknown): Secrets {
  const given = (body ?? {}) as Parameters & Readonly<Record<string, unknown>>;
  const isParameters = given.resourceType === 'Parameters';
  const valueOf = (name: string): string | undefined => {
    const listed = isParameters ? (given.parameter ?? []) : [];
    const value = isParameters ? listed.find((parameter) => parameter.name === name)?.valueString : given[name];
    return typeof value === 'string' ? value : undefined;
  };
  return { secret: valueOf('secret'), retiringSecret: valueOf('retiringSecret') };
}
