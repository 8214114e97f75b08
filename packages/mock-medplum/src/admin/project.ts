import type { Project } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
import { callerOf } from '#http/caller-of.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { callerRepository } from './caller-repository.ts';

/** `GET /admin/projects/:projectId`: what an administrator edits of the project. */
export const showProject: RequestHandler = (_request, response) => {
  const { id, name, setting, secret, site } = callerOf(response).project;
  response.json({ project: { id, name, setting, secret, site } });
};

/** `POST /admin/projects/:projectId/settings`, `…/secrets` and `…/sites`: the body replaces the whole list. */
export function changeProject(tenant: Tenant, member: 'secret' | 'setting' | 'site'): RequestHandler {
  return async (request, response) => {
    const { project } = callerOf(response);
    const changed = { ...project, [member]: request.body as unknown } as Project;
    response.json(await callerRepository(tenant, response).updateResource(changed));
  };
}
