import type { Project, ProjectMembership, UserConfigurationMenu } from '@medplum/fhirtypes';

const defaultFavorites = [
  'Patient',
  'Practitioner',
  'Organization',
  'ServiceRequest',
  'DiagnosticReport',
  'Questionnaire',
];

const adminLinks = [
  { name: 'Project', target: '/admin/project' },
  { name: 'AccessPolicy', target: '/AccessPolicy' },
  { name: 'Subscriptions', target: '/Subscription' },
  { name: 'Batch', target: '/batch' },
];
const configLink = { name: 'Config', target: '/admin/config' };

const superAdminMenu: UserConfigurationMenu = {
  title: 'Super Admin',
  link: [
    { name: 'Projects', target: '/Project' },
    { name: 'Super Config', target: '/admin/super' },
    { name: 'Super AsyncJob', target: '/admin/super/asyncjob' },
    { name: 'Super DB', target: '/admin/super/db' },
  ],
};

/** The menu of Medplum's own app for someone whose UserConfiguration has none. */
export function defaultMenu(project: Project, membership: ProjectMembership): UserConfigurationMenu[] {
  const isSuper = project.superAdmin === true;
  const favorites = { title: 'Favorites', link: defaultFavorites.map((name) => ({ name, target: `/${name}` })) };
  const admin = { title: 'Admin', link: isSuper ? adminLinks : [...adminLinks, configLink] };
  return [favorites, ...(membership.admin ? [admin] : []), ...(isSuper ? [superAdminMenu] : [])];
}
