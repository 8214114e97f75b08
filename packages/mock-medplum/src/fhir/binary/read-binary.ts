import { allOk } from '@medplum/core';
import type { Binary } from '@medplum/fhirtypes';
import { type RequestHandler, type Response, Router } from 'express';
import { openContext } from '#fhir/exchange/open-context.ts';
import { sendFhirResponse } from '#fhir/exchange/send-fhir-response.ts';
import { notFoundError } from '#http/fhir-errors.ts';
import { TenantRepository } from '#repository/tenant-repository.ts';
import { contentOf } from '#store/binary-content.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { isSignedUrl, signedUrl } from './signed-url.ts';

/**
 * `GET /fhir/R4/Binary/:id`: the content, or with `Accept: application/fhir+json` the resource. Who may not read the
 * resource that `securityContext` names may not read the Binary.
 */
export function readBinary(tenant: Tenant): RequestHandler<{ id: string }> {
  return async (request, response) => {
    const repository = new TenantRepository(openContext(tenant, response));
    const binary = await repository.readResource<Binary>('Binary', request.params.id);
    if (binary.securityContext) {
      await repository.readReference(binary.securityContext);
    }
    const stored = tenant.store.get('Binary', binary.id);
    const content = stored && contentOf(stored);
    if (request.get('accept')?.startsWith('application/fhir+json')) {
      const view = content && stored ? { ...binary, url: signedUrl(tenant, binary) } : binary;
      sendFhirResponse(request, response, tenant.baseUrl, [allOk, view]);
      return;
    }
    response.set('ETag', `W/"${binary.meta?.versionId}"`);
    response.set('Last-Modified', new Date(binary.meta?.lastUpdated ?? 0).toUTCString());
    sendContent(response, binary, content);
  };
}

/** `/storage/:id/:versionId`. */
export function storageRoutes(tenant: Tenant): Router {
  return Router().get('/:id/:versionId', readStorage(tenant));
}

/** `GET /storage/:id/:versionId`: the content, for everyone who holds an address that was signed here. */
function readStorage(tenant: Tenant): RequestHandler<{ id: string; versionId: string }> {
  return (request, response) => {
    const { id, versionId } = request.params;
    if (!isSignedUrl(tenant, request.originalUrl)) {
      response.sendStatus(401);
      return;
    }
    const version = tenant.store.history('Binary', id).find((it) => it.versionId === versionId)?.resource;
    if (!version) {
      throw notFoundError();
    }
    sendContent(response, version as Binary, contentOf(version));
  };
}

function sendContent(response: Response, { contentType, data }: Binary, content: Uint8Array | undefined): void {
  const bytes = content ?? (data ? Buffer.from(data, 'base64') : undefined);
  if (!bytes) {
    response.removeHeader('ETag');
    response.removeHeader('Last-Modified');
    throw notFoundError();
  }
  // The standard headers keep what somebody uploaded from running as a page of this server.
  response.set('Content-Type', contentType).end(bytes);
}
