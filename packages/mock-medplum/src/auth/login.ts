import { badRequest, OperationOutcomeError } from '@medplum/core';
import type { ClientApplication, Login } from '@medplum/fhirtypes';
import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { readBody } from '#http/read-body.ts';
import { remoteAddressOf } from '#http/remote-address.ts';
import { sendLoginResult } from '#login/send-login-result.ts';
import { startLogin } from '#login/start-login.ts';
import { readResource } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { passwordField } from './account-fields.ts';

const optionalText = (name: string): z.ZodType<string | null | undefined> => z.string(`Invalid ${name}`).nullish();

const loginBody = z.object({
  email: z.email('Valid email address is required'),
  password: passwordField,
  scope: optionalText('scope'),
  nonce: optionalText('nonce'),
  clientId: optionalText('clientId'),
  projectId: optionalText('projectId'),
  resourceType: z.string('Invalid resourceType').optional(),
  launch: optionalText('launch'),
  codeChallenge: optionalText('code_challenge'),
  codeChallengeMethod: optionalText('code_challenge_method'),
  remember: z.unknown().optional(),
});

/** `POST /auth/login`: signs a user in with email and password. */
export function login(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const body = readBody(tenant, request, loginBody);
    const client = body.clientId ? readResource(tenant.store, 'ClientApplication', body.clientId) : undefined;
    const projectId = chooseProject(client, body.projectId ?? undefined);
    checkOrigin(client, request);
    const started = startLogin(tenant, {
      email: body.email,
      password: body.password,
      scope: body.scope || 'openid',
      nonce: body.nonce || tenant.random.uuid(),
      client,
      projectId,
      profileType: (body.resourceType || undefined) as Login['profileType'],
      launchId: body.launch ?? undefined,
      codeChallenge: body.codeChallenge || undefined,
      codeChallengeMethod: body.codeChallengeMethod || undefined,
      remember: body.remember === true,
      allowNoMembership: projectId === 'new',
      remoteAddress: remoteAddressOf(request),
      userAgent: request.get('user-agent'),
    });
    sendLoginResult(tenant, response, started);
  };
}

function chooseProject(client: ClientApplication | undefined, projectId: string | undefined): string | undefined {
  const clientProject = client?.meta?.project;
  if (projectId && clientProject && projectId !== clientProject) {
    throw new OperationOutcomeError(badRequest('Invalid projectId'));
  }
  return clientProject ?? projectId;
}

/** A client may name the origins of its pages. A request without Origin comes from no page, and passes. */
function checkOrigin(client: ClientApplication | undefined, request: Request): void {
  const origin = request.get('origin');
  const allowed = client?.allowedOrigin;
  if (allowed && allowed.length > 0 && origin && !allowed.includes(origin)) {
    throw new OperationOutcomeError(badRequest('Invalid origin'));
  }
}
