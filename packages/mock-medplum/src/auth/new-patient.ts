import { badRequest, OperationOutcomeError, type WithId } from '@medplum/core';
import type { User } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { createMembership } from '#accounts/create-membership.ts';
import { createProfile } from '#accounts/create-profile.ts';
import { readBody } from '#http/read-body.ts';
import { checkOpenLogin } from '#login/check-open-login.ts';
import { chooseMembership } from '#login/choose-membership.ts';
import { readLogin } from '#login/read-login.ts';
import { sendLoginResult } from '#login/send-login-result.ts';
import { readReference, readResource } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';

const newPatientBody = z.object({
  login: z.string('Missing login').min(1, 'Missing login'),
  projectId: z.string('Project ID is required').min(1, 'Project ID is required'),
});

/** `POST /auth/newpatient`: a user who has registered in a project becomes its patient, if the project is open to all. */
export function newPatient(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const body = readBody(tenant, request, newPatientBody);
    const login = readLogin(tenant, body.login);
    if (login.membership) {
      throw new OperationOutcomeError(badRequest('Login already has a membership'));
    }
    checkOpenLogin(login);
    const user = readReference(tenant.store, login.user) as WithId<User>;
    if (!user.project) {
      throw new OperationOutcomeError(badRequest('User must be scoped to the project'));
    }
    const project = readResource(tenant.store, 'Project', body.projectId);
    const accessPolicy = project.defaultPatientAccessPolicy;
    if (!accessPolicy) {
      throw new OperationOutcomeError(badRequest('Project does not allow open registration'));
    }
    const { firstName, lastName, email } = user;
    const profile = createProfile(tenant, body.projectId, { resourceType: 'Patient', firstName, lastName, email });
    const membership = createMembership(tenant, project, { user, profile }, { accessPolicy });
    sendLoginResult(tenant, response, chooseMembership(tenant, login, membership.id));
  };
}
