import type { AccessPolicy, Reference } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { createClient } from '#accounts/create-client.ts';
import { readBody } from '#http/read-body.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { adminProject } from './project-admin.ts';

const nameRule = 'Client name is required';

/** Only the name is asked for. The rest is the resource, which is validated as one. */
const clientBody = z.looseObject({
  name: z.unknown().refine((name) => ![undefined, null, ''].includes(name as string), nameRule),
});

/**
 * `POST /admin/projects/:projectId/client`: makes a ClientApplication with all members that the body has. The answer
 * holds its secret.
 */
export function createClientApplication(tenant: Tenant): RequestHandler<{ projectId: string }> {
  return (request, response) => {
    const { accessPolicy, project: _own, id: _made, meta: _stamped, ...client } = readBody(tenant, request, clientBody);
    const project = adminProject(tenant, response, request.params.projectId);
    response.status(201).json(createClient(tenant, project, client, accessPolicy as Reference<AccessPolicy>));
  };
}
