import { createReference, resolveId } from '@medplum/core';
import type { Project, Reference } from '@medplum/fhirtypes';
import type { Response } from 'express';
import type { StoredLogin } from '#tenant/logins.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { setLoginCookie } from './login-cookie.ts';
import { loginMemberships } from './login-memberships.ts';
import { mfaStep } from './mfa-step.ts';

/** The project of a login that is about to make one. */
const newProject = 'Project/new';

/** Answers a step of a sign-in: with the code when the login is complete, else with what there is to choose from. */
export function sendLoginResult(tenant: Tenant, response: Response, login: StoredLogin): void {
  const step = mfaStep(tenant, login);
  if (step) {
    response.json({ login: login.id, ...step });
    return;
  }
  if (login.project?.reference === newProject) {
    response.json({ login: login.id });
    return;
  }
  if (login.membership) {
    setLoginCookie(response, login);
    response.json({ login: login.id, code: login.code });
    return;
  }
  const memberships = loginMemberships(tenant.store, login);
  response.json({
    login: login.id,
    memberships: memberships.map(({ id, project, profile, identifier }) => ({
      id,
      project: namedProject(tenant, project),
      profile,
      identifier,
    })),
  });
}

/** With the name that it has now, whatever the membership says. */
function namedProject({ store }: Tenant, project: Reference<Project>): Reference<Project> | undefined {
  const found = store.get('Project', resolveId(project) ?? '');
  return found && createReference(found);
}
