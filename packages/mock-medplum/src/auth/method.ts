import type { RequestHandler } from 'express';
import { z } from 'zod';

import { readBody } from '#http/read-body.ts';
import type { Tenant } from '#tenant/tenant.ts';

const methodBody = z.object({ email: z.email('Valid email address is required') });

/** `POST /auth/method`: how a user signs in. No domain has an identity provider here, so it is always the password. */
export function method(tenant: Tenant): RequestHandler {
  return (request, response) => {
    readBody(tenant, request, methodBody);
    response.json({});
  };
}
