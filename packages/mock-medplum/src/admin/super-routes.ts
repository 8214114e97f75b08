import { allOk, badRequest, forbidden, OperationOutcomeError } from '@medplum/core';
import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import { replacePassword } from '#accounts/replace-password.ts';
import { authenticate } from '#caller/authenticate.ts';
import { callerOf } from '#http/caller-of.ts';
import { readBody } from '#http/read-body.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import { findUser } from '#login/find-user.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { passwordBody } from './password-body.ts';

const superPasswordBody = passwordBody.extend({ projectId: z.string().nullish() });

/** What a super administrator has under `/admin/super`; the rest is about a database that the mock does not have. */
export function superRoutes(tenant: Tenant): Router {
  const routes = Router();
  routes.use(authenticate(tenant), requireSuperAdmin);
  routes.post('/setpassword', setPassword(tenant));
  return routes;
}

const requireSuperAdmin: RequestHandler = (_request, response, next) => {
  if (!callerOf(response).project.superAdmin) {
    throw new OperationOutcomeError(forbidden);
  }
  next();
};

/** `POST /admin/super/setpassword`: sets anybody's password, and ends their sessions. */
function setPassword(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const { email, password, projectId } = readBody(tenant, request, superPasswordBody);
    const user = findUser(tenant.store, email, projectId ?? undefined);
    if (!user) {
      throw new OperationOutcomeError(badRequest('User not found'));
    }
    replacePassword(tenant, user, password);
    sendOutcome(response, allOk);
  };
}
