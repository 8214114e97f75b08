import { type RequestHandler, Router } from 'express';
import type { Tenant } from '#tenant/tenant.ts';
import { disable } from './disable.ts';
import { enroll } from './enroll.ts';
import { loginEnroll } from './login-enroll.ts';
import { sendEmailChallenge, sendLoginEmail } from './send-email.ts';
import { status } from './status.ts';
import { verify } from './verify.ts';

/** Everything under `/auth/mfa`: with a login that is being made, or for a user who is signed in. */
export function mfaRoutes(tenant: Tenant, signedIn: RequestHandler): Router {
  const routes = Router();
  routes.post('/login-enroll', loginEnroll(tenant));
  routes.post('/verify', verify(tenant));
  routes.post('/send-email', sendLoginEmail(tenant));
  routes.get('/status', signedIn, status(tenant));
  routes.post('/enroll', signedIn, enroll(tenant));
  routes.post('/send-email-challenge', signedIn, sendEmailChallenge(tenant));
  routes.post('/disable', signedIn, disable(tenant));
  return routes;
}
