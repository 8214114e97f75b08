import { badRequest, OperationOutcomeError, type WithId } from '@medplum/core';
import type { User } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { createProject } from '#accounts/create-project.ts';
import { readBody } from '#http/read-body.ts';
import { checkOpenLogin } from '#login/check-open-login.ts';
import { chooseMembership } from '#login/choose-membership.ts';
import { readLogin } from '#login/read-login.ts';
import { sendLoginResult } from '#login/send-login-result.ts';
import type { StoredLogin } from '#tenant/logins.ts';
import { readReference } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { checkRegistration } from './check-registration.ts';

const nameRule = 'Project name must be between 4 and 72 characters';

const newProjectBody = z.object({
  login: z.guid('Login ID is required.'),
  projectName: z.string(nameRule).min(4, nameRule).max(72, nameRule),
});

/** `POST /auth/newproject`: a user who has just registered makes a project, and signs in to it as its owner. */
export function newProject(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const body = readBody(tenant, request, newProjectBody);
    checkRegistration(tenant);
    const login = readLogin(tenant, body.login);
    if (login.membership) {
      throw new OperationOutcomeError(badRequest('Login already has a membership'));
    }
    checkOpenLogin(login);
    const owner = readReference(tenant.store, login.user) as WithId<User>;
    const membership = createProject(tenant, body.projectName, owner);
    sendLoginResult(tenant, response, chooseMembership(tenant, withoutProject(login), membership.id));
  };
}

/** Removes the placeholder project with which the login began. */
function withoutProject({ project: _new, ...login }: StoredLogin): StoredLogin {
  return login;
}
