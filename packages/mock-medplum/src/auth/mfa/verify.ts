import type { RequestHandler } from 'express';
import { z } from 'zod';
import { readBody } from '#http/read-body.ts';
import { readLogin } from '#login/read-login.ts';
import { sendLoginResult } from '#login/send-login-result.ts';
import { verifyMfa } from '#login/verify-mfa.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { loginField, tokenOf } from './mfa-body.ts';

const verifyBody = z.object({ login: loginField, token: z.union([z.string().min(1), z.number()], 'Missing token') });

/** `POST /auth/mfa/verify`: the second factor of a sign-in, from the app or the mail. */
export function verify(tenant: Tenant): RequestHandler {
  return (request, response) => {
    const body = readBody(tenant, request, verifyBody);
    sendLoginResult(tenant, response, verifyMfa(tenant, readLogin(tenant, body.login), tokenOf(body.token)));
  };
}
