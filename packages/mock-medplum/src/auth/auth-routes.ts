import { Router } from 'express';
import { authenticate } from '#caller/authenticate.ts';
import { lazily } from '#http/lazily.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { changePassword } from './change-password.ts';
import { clientInfo } from './client-info.ts';
import { exchange } from './exchange.ts';
import { external } from './external.ts';
import { google } from './google.ts';
import { loginStatus } from './login-status.ts';
import { login } from './login.ts';
import { me } from './me.ts';
import { method } from './method.ts';
import { mfaRoutes } from './mfa/mfa-routes.ts';
import { newPatient } from './new-patient.ts';
import { newProject } from './new-project.ts';
import { newUser } from './new-user.ts';
import { profile } from './profile.ts';
import { resetPassword } from './reset-password.ts';
import { revoke } from './revoke.ts';
import { scope } from './scope.ts';
import { setPassword } from './set-password.ts';
import { verifyEmail } from './verify-email.ts';

/** All routes below `/auth`. */
export function authRoutes(tenant: Tenant): Router {
  const routes = Router();
  const signedIn = authenticate(tenant);
  routes.post('/method', method(tenant));
  routes.post('/login', login(tenant));
  routes.get('/login/:login', loginStatus(tenant));
  routes.post('/profile', profile(tenant));
  routes.post('/scope', scope(tenant));
  routes.get('/clientinfo/:clientId', clientInfo(tenant));
  routes.get('/me', signedIn, me(tenant));
  routes.post('/revoke', signedIn, revoke(tenant));
  routes.post('/newuser', newUser(tenant));
  routes.post('/newproject', newProject(tenant));
  routes.post('/newpatient', newPatient(tenant));
  routes.post('/changepassword', signedIn, changePassword(tenant));
  routes.post('/resetpassword', resetPassword(tenant));
  routes.post('/setpassword', setPassword(tenant));
  routes.post('/verifyemail', verifyEmail(tenant));
  routes.use('/mfa', mfaRoutes(tenant, signedIn));
  routes.get('/external', external(tenant));
  routes.post('/google', google(tenant));
  routes.post('/exchange', exchange(tenant));
  routes.post(
    '/preauthorize',
    signedIn,
    lazily(async () => (await import('./preauthorize.ts')).preauthorize(tenant)),
  );
  return routes;
}
