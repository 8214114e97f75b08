import type { UserConfigurationMenu } from '@medplum/fhirtypes';

const FAVORITES = ['Patient', 'Practitioner', 'Organization', 'ServiceRequest', 'DiagnosticReport', 'Questionnaire'];

const ADMIN_MENU: UserConfigurationMenu = {
  title: 'Admin',
  link: [
    { name: 'Project', target: '/admin/project' },
    { name: 'AccessPolicy', target: '/AccessPolicy' },
    { name: 'Subscriptions', target: '/Subscription' },
    { name: 'Batch', target: '/batch' },
    { name: 'Config', target: '/admin/config' },
  ],
};

/** The menu of Medplum's own app for someone who has no UserConfiguration. */
export function defaultMenu(isAdmin: boolean): UserConfigurationMenu[] {
  const favorites = { title: 'Favorites', link: FAVORITES.map((name) => ({ name, target: `/${name}` })) };
  return isAdmin ? [favorites, ADMIN_MENU] : [favorites];
}
