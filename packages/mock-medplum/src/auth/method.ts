import type { RequestHandler } from 'express';
import { z } from 'zod';
import { readBody } from '#http/read-body.ts';
import { findExternalAuth } from '#identity-provider/external-auth.ts';
import type { Tenant } from '#tenant/tenant.ts';

const methodBody = z.object({ email: z.email('Valid email address is required') });

/** `POST /auth/method`: where a user signs in: at the identity provider of their email's domain, or here. */
export function method(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const { email } = readBody(tenant, request, methodBody);
    response.json(findExternalAuth(tenant, email) ?? {});
  };
}
