import { Router } from 'express';
import { authenticate } from '#caller/authenticate.ts';
import { refuseEndedMember } from '#caller/refuse-ended-member.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { authorize } from './authorize.ts';
import { introspect } from './introspect.ts';
import { logout } from './logout.ts';
import { register } from './register.ts';
import { token } from './token.ts';
import { userinfo } from './userinfo.ts';

/** Everything under `/oauth2`. */
export function oauth2Routes(tenant: Tenant): Router {
  const routes = Router();
  const signedIn = authenticate(tenant);
  routes.route('/authorize').get(authorize(tenant)).post(authorize(tenant));
  routes.post('/token', token(tenant));
  routes.route('/userinfo').get(signedIn, userinfo(tenant)).post(signedIn, userinfo(tenant));
  routes.route('/logout').get(signedIn, logout(tenant)).post(signedIn, logout(tenant));
  routes.post('/introspect', refuseEndedMember(tenant), introspect(tenant));
  routes.post('/register', register(tenant));
  return routes;
}
