import type { RequestHandler } from 'express';
import { z } from 'zod';
import { readBody } from '#http/read-body.ts';
import { chooseMembership } from '#login/choose-membership.ts';
import { readLogin } from '#login/read-login.ts';
import { sendLoginResult } from '#login/send-login-result.ts';
import type { Tenant } from '#tenant/tenant.ts';

const profileBody = z.object({ login: z.string('Missing login'), profile: z.string('Missing profile') });

/** `POST /auth/profile`: a user with several memberships says as whom to sign in. */
export function profile(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const body = readBody(tenant, request, profileBody);
    const chosen = chooseMembership(tenant, readLogin(tenant, body.login), body.profile);
    sendLoginResult(tenant, response, chosen);
  };
}
