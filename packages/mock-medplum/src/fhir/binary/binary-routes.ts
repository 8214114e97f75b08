import { isResource } from '@medplum/core';
import { allOk, created } from '@medplum/core';
import type { Binary } from '@medplum/fhirtypes';
import express, { type Request, type RequestHandler, Router } from 'express';
import { openContext } from '#fhir/exchange/open-context.ts';
import { sendFhirResponse } from '#fhir/exchange/send-fhir-response.ts';
import { badRequestError } from '#http/fhir-errors.ts';
import { parseJson } from '#json/parse-json.ts';
import { TenantRepository } from '#repository/tenant-repository.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { presignedUrl } from './presigned-url.ts';
import { readBinary } from './read-binary.ts';
import { storeBinary } from './store-binary.ts';

const fhirJson = 'application/fhir+json';
const maxBytes = '100mb';
/** More than a Binary in JSON has: Medplum takes one megabyte of Base64 in a resource. */
const maxJsonBytes = 5_242_880;
const codings: ReadonlySet<string> = new Set(['identity', 'deflate', 'gzip']);

/**
 * `/fhir/R4/Binary`: takes in any content as it is, and gives it back under its own content type.
 *
 * @see FHIR R4 §2.40.3 (serving binary resources)
 */
export function binaryRoutes(tenant: Tenant): Router {
  const bytes = [checkCoding, express.raw({ type: () => true, limit: maxBytes })];
  const routes = Router();
  routes.post('/', ...bytes, write(tenant));
  routes.put('/:id', ...bytes, write(tenant));
  routes.get(['/:id/$presigned-url', '/:id/%24presigned-url'], presignedUrl(tenant));
  routes.get('/:id', readBinary(tenant));
  return routes;
}

const checkCoding: RequestHandler = (request, _response, next) => {
  if (!codings.has((request.get('content-encoding') ?? 'identity').toLowerCase())) {
    throw badRequestError('Unsupported content encoding');
  }
  next();
};

function write(tenant: Tenant): RequestHandler<{ id?: string }> {
  return async (request, response) => {
    const context = openContext(tenant, response);
    const { id } = request.params;
    const content = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const outcome = id === undefined ? created : allOk;
    const binary = binaryIn(request, content);
    if (binary) {
      const repository = new TenantRepository(context);
      const saved = await (id === undefined ? repository.createResource(binary) : repository.updateResource(binary));
      sendFhirResponse(request, response, tenant.baseUrl, [outcome, saved]);
      return;
    }
    const contentType = request.get('content-type') ?? 'application/octet-stream';
    const securityContext = request.get('x-security-context');
    const saved = storeBinary(context, { id, contentType, securityContext }, content);
    sendFhirResponse(request, response, tenant.baseUrl, [outcome, saved]);
  };
}

/** The one content that is not kept as it is: a Binary in FHIR's own JSON. */
function binaryIn(request: Request<{ id?: string }>, content: Buffer): Binary | undefined {
  if (request.get('content-type') !== fhirJson || content.length > maxJsonBytes) {
    return undefined;
  }
  try {
    const body = parseJson(content.toString());
    const { id } = request.params;
    return isResource<Binary>(body, 'Binary') && (id === undefined || body.id === id) ? body : undefined;
  } catch {
    return undefined;
  }
}
