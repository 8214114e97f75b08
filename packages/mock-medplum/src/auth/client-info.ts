import type { RequestHandler } from 'express';
import { readResource } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';

/** `GET /auth/clientinfo/:clientId`: what a sign-in page may show of a client, to anyone. */
export function clientInfo(tenant: Tenant): RequestHandler<{ clientId: string }> {
  return (request, response) => {
    const { signInForm } = readResource(tenant.store, 'ClientApplication', request.params.clientId);
    response.json({ welcomeString: signInForm?.welcomeString, logo: signInForm?.logo });
  };
}
