import { badRequest, isUUID, OperationOutcomeError } from '@medplum/core';
import type { ClientApplication } from '@medplum/fhirtypes';
import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { createUser } from '#accounts/create-user.ts';
import { findProjectUser, findServerUser } from '#accounts/find-users.ts';
import { readBody } from '#http/read-body.ts';
import { remoteAddressOf } from '#http/remote-address.ts';
import { checkChallenge } from '#login/pkce.ts';
import { startLogin } from '#login/start-login.ts';
import { readResource } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { newEmail, newName, passwordField } from './account-fields.ts';
import { checkRecaptcha } from './check-recaptcha.ts';
import { checkRegistration } from './check-registration.ts';

const newUserBody = z.object({
  firstName: newName('First name'),
  lastName: newName('Last name'),
  email: newEmail,
  password: passwordField,
  projectId: z.string().nullish(),
  clientId: z.string().nullish(),
  scope: z.string().nullish(),
  nonce: z.string().nullish(),
  codeChallenge: z.string().nullish(),
  codeChallengeMethod: z.string().nullish(),
  remember: z.unknown().optional(),
  recaptchaSiteKey: z.string().nullish(),
  recaptchaToken: z.unknown().optional(),
});

/** `POST /auth/newuser`: someone registers. What follows is `/auth/newproject`, or `/auth/newpatient` in a project. */
export function newUser(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const body = readBody(tenant, request, newUserBody);
    checkRecaptcha(tenant, body);
    checkRegistration(tenant);
    const client = body.clientId ? readResource(tenant.store, 'ClientApplication', body.clientId) : undefined;
    const projectId = projectOf(client, body.projectId || undefined);
    checkEmailIsFree(tenant, body.email, body.projectId ?? undefined);
    checkProjectId(body.projectId ?? undefined);
    const challenge = {
      codeChallenge: body.codeChallenge || undefined,
      codeChallengeMethod: body.codeChallengeMethod || undefined,
    };
    checkChallenge(challenge, client);
    createUser(tenant, { ...body, projectId: isNew(body.projectId) ? undefined : (body.projectId ?? undefined) });
    const login = startLogin(tenant, {
      ...challenge,
      ...sender(request),
      email: body.email,
      password: body.password,
      scope: body.scope || 'openid',
      nonce: body.nonce || tenant.random.uuid(),
      client,
      projectId,
      remember: body.remember === true,
      allowNoMembership: true,
    });
    response.json({ login: login.id, emailVerificationRequired: false });
  };
}

function projectOf(client: ClientApplication | undefined, projectId: string | undefined): string | undefined {
  if (client && projectId && client.meta?.project !== projectId) {
    throw new OperationOutcomeError(badRequest('Client and project do not match'));
  }
  return projectId ?? client?.meta?.project;
}

function checkEmailIsFree({ store }: Tenant, email: string, projectId: string | undefined): void {
  const known = isNew(projectId) ? findServerUser(store, email) : findProjectUser(store, email, projectId ?? '');
  if (known) {
    throw new OperationOutcomeError(badRequest('Email already registered', 'email'));
  }
}

/** Whether there is such a project is not asked, only whether there could be one. */
function checkProjectId(projectId: string | undefined): void {
  if (projectId && !isNew(projectId) && !isUUID(projectId)) {
    throw new OperationOutcomeError(badRequest(`invalid input syntax for type uuid: "${String(projectId)}"`));
  }
}

/** A user who is about to make a project belongs to the whole server. */
function isNew(projectId: string | null | undefined): boolean {
  return !projectId || projectId === 'new';
}

function sender(request: Request): { remoteAddress: string; userAgent: string | undefined } {
  return { remoteAddress: remoteAddressOf(request), userAgent: request.get('user-agent') };
}
