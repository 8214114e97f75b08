import { badRequest, OperationOutcomeError } from '@medplum/core';
import type { ClientApplication, Login } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { readBody } from '#http/read-body.ts';
import { remoteAddressOf } from '#http/remote-address.ts';
import { findExternalAuth } from '#identity-provider/external-auth.ts';
import { sendLoginResult } from '#login/send-login-result.ts';
import { startExternalLogin } from '#login/start-external-login.ts';
import type { LoginRequest } from '#login/start-login.ts';
import { verifyWithRemoteKeys } from '#outbound/verify-with-remote-keys.ts';
import { readResource } from '#tenant/read-resource.ts';
import type { GoogleSettings } from '#tenant/tenant-settings.ts';
import type { Tenant } from '#tenant/tenant.ts';

const optionalText = z.string().nullish();

const googleBody = z.object({
  googleClientId: z.string('Missing googleClientId').min(1, 'Missing googleClientId'),
  googleCredential: z.string('Missing googleCredential').min(1, 'Missing googleCredential'),
  clientId: optionalText,
  projectId: optionalText,
  resourceType: optionalText,
  scope: optionalText,
  nonce: optionalText,
  launch: optionalText,
  codeChallenge: optionalText,
  codeChallengeMethod: optionalText,
});

type GoogleBody = z.output<typeof googleBody>;

/** Google itself, used when the settings name no stand-in. */
const realGoogle: GoogleSettings = {
  issuer: 'https://accounts.google.com',
  jwksUrl: 'https://www.googleapis.com/oauth2/v3/certs',
};

/** `POST /auth/google`: signs a user in with the id_token of a Google button. */
export function google(tenant: Tenant): RequestHandler {
  return async (request, response) => {
    const body = readBody(tenant, request, googleBody);
    const client = body.clientId ? readResource(tenant.store, 'ClientApplication', body.clientId) : undefined;
    const projectId = chooseProject(tenant, body, client);
    const email = await readEmail(tenant, body);
    const elsewhere = findExternalAuth(tenant, email);
    if (elsewhere) {
      response.json(elsewhere);
      return;
    }
    const login = startExternalLogin(tenant, {
      ...loginRequest(tenant, body),
      authMethod: 'google',
      email,
      client,
      projectId,
      remoteAddress: remoteAddressOf(request),
      userAgent: request.get('user-agent'),
    });
    sendLoginResult(tenant, response, login);
  };
}

/** A Google client that is not the server's own belongs to a project, and signs in to that project only. */
function chooseProject(tenant: Tenant, body: GoogleBody, client: ClientApplication | undefined): string | undefined {
  const projectId = client?.meta?.project ?? body.projectId ?? undefined;
  if (body.projectId && projectId !== body.projectId) {
    throw new OperationOutcomeError(badRequest('Invalid projectId'));
  }
  if (body.googleClientId === tenant.settings.google?.clientId) {
    return projectId;
  }
  const [project, ...others] = [...tenant.store.list('Project')].filter(
    ({ id, site }) =>
      (!projectId || id === projectId) && site?.some(({ googleClientId }) => googleClientId === body.googleClientId),
  );
  if (!project) {
    throw new OperationOutcomeError(badRequest('Invalid googleClientId'));
  }
  return others.length > 0 ? projectId : project.id;
}

/**
 * Checks the id_token: signed by Google, for this Google client, not expired.
 *
 * @throws OperationOutcomeError 400 with the reason.
 */
async function readEmail(tenant: Tenant, { googleClientId, googleCredential }: GoogleBody): Promise<string> {
  const { issuer, jwksUrl } = tenant.settings.google ?? realGoogle;
  const check = { jwksUrl, issuer, audience: googleClientId };
  const { email } = await verifyWithRemoteKeys(tenant, googleCredential, check).catch((cause: unknown) => {
    throw new OperationOutcomeError(badRequest((cause as Error).message), { cause });
  });
  if (typeof email !== 'string') {
    throw new OperationOutcomeError(badRequest('Invalid email', 'email'));
  }
  return email;
}

function loginRequest(tenant: Tenant, body: GoogleBody): Omit<LoginRequest, 'remoteAddress'> {
  return {
    scope: body.scope || 'openid offline_access',
    nonce: body.nonce || tenant.random.uuid(),
    profileType: (body.resourceType || undefined) as Login['profileType'],
    launchId: body.launch ?? undefined,
    codeChallenge: body.codeChallenge || undefined,
    codeChallengeMethod: body.codeChallengeMethod || undefined,
  };
}
