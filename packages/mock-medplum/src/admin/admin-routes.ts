import { Router } from 'express';
import { authenticate } from '#caller/authenticate.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { createBot } from './bot.ts';
import { createClientApplication } from './client.ts';
import { invite } from './invite.ts';
import { resetMemberMfa, resetMemberPassword } from './member-recovery.ts';
import { deleteMember, readMember, updateMember } from './members.ts';
import { requireProjectAdmin } from './project-admin.ts';
import { changeProject, showProject } from './project.ts';
import { setUserPassword } from './set-password.ts';

/** Everything under `/admin/projects`, for administrators of a project. */
export function adminRoutes(tenant: Tenant): Router {
  const routes = Router();
  routes.use(authenticate(tenant), requireProjectAdmin);
  routes.post('/setpassword', setUserPassword(tenant));
  routes.post('/:projectId/bot', createBot(tenant));
  routes.post('/:projectId/client', createClientApplication(tenant));
  routes.post('/:projectId/invite', invite(tenant));
  routes.get('/:projectId', showProject);
  routes.post('/:projectId/settings', changeProject(tenant, 'setting'));
  routes.post('/:projectId/secrets', changeProject(tenant, 'secret'));
  routes.post('/:projectId/sites', changeProject(tenant, 'site'));
  routes
    .route('/:projectId/members/:membershipId')
    .get(readMember(tenant))
    .post(updateMember(tenant))
    .delete(deleteMember(tenant));
  routes.post('/:projectId/members/:membershipId/mfa/reset', resetMemberMfa(tenant));
  routes.post('/:projectId/members/:membershipId/resetpassword', resetMemberPassword(tenant));
  return routes;
}
