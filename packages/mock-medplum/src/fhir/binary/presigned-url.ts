import { allOk } from '@medplum/core';
import type { Binary, Parameters } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
import { openContext } from '#fhir/exchange/open-context.ts';
import { sendFhirResponse } from '#fhir/exchange/send-fhir-response.ts';
import { badRequestError } from '#http/fhir-errors.ts';
import { notServed } from '#http/not-served.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import { TenantRepository } from '#repository/tenant-repository.ts';
import { readResource } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { signedUrl } from './signed-url.ts';

/** `Binary/:id/$presigned-url`: an address at which the content can be had without a token, for an hour. */
export function presignedUrl(tenant: Tenant): RequestHandler<{ id: string }> {
  return async (request, response) => {
    const { upload } = request.query;
    if (typeof upload === 'string' && !['', 'true', 'false'].includes(upload)) {
      throw badRequestError(`Invalid value '${upload}' provided for boolean parameter 'upload'`);
    }
    const repository = new TenantRepository(openContext(tenant, response));
    const { id } = await repository.readResource<Binary>('Binary', request.params.id);
    if (upload === 'true') {
      sendOutcome(response, notServed({ method: 'PUT', path: '/storage/:id/:versionId' }));
      return;
    }
    const valueUri = signedUrl(tenant, readResource(tenant.store, 'Binary', id));
    const result: Parameters = { resourceType: 'Parameters', parameter: [{ name: 'url', valueUri }] };
    sendFhirResponse(request, response, tenant.baseUrl, [allOk, result]);
  };
}
