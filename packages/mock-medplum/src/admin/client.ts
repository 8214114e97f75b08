import type { RequestHandler } from 'express';
import { z } from 'zod';
import { createClient } from '#accounts/create-client.ts';
import { readBody } from '#http/read-body.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { adminProject } from './project-admin.ts';
import { reference } from './reference-field.ts';

const text = z.string().nullish();

const clientBody = z.object({
  name: z.string('Client name is required').min(1, 'Client name is required'),
  description: text,
  redirectUri: text,
  redirectUris: z.array(z.string()).nullish(),
  accessTokenLifetime: text,
  refreshTokenLifetime: text,
  jwksUri: text,
  grantType: z.array(z.string()).nullish(),
  identityProvider: z.looseObject({}).nullish(),
  accessPolicy: reference.nullish(),
});

/** `POST /admin/projects/:projectId/client`: makes a ClientApplication. The answer holds its secret. */
export function createClientApplication(tenant: Tenant): RequestHandler<{ projectId: string }> {
  return (request, response) => {
    const { accessPolicy, ...body } = readBody(tenant, request, clientBody);
    const project = adminProject(tenant, response, request.params.projectId);
    const members = Object.entries(body).filter(([, value]) => value !== undefined && value !== null);
    const client = createClient(tenant, project, Object.fromEntries(members), accessPolicy ?? undefined);
    response.status(201).json(client);
  };
}
