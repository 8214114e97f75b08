import { Router } from 'express';

import { authenticate } from '#authentication/authenticate.ts';
import type { Tenant } from '#tenant/tenant.ts';

import { clientInfo } from './client-info.ts';
import { loginStatus } from './login-status.ts';
import { login } from './login.ts';
import { me } from './me.ts';
import { method } from './method.ts';
import { profile } from './profile.ts';
import { revoke } from './revoke.ts';
import { scope } from './scope.ts';

/** Everything under `/auth`. */
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
  return routes;
}
