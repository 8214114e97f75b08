import type { UserConfigurationMenu } from '@medplum/fhirtypes';

const defaultFavorites = [
  'Patient',
  'Practitioner',
  'Organization',
  'ServiceRequest',
  'DiagnosticReport',
  'Questionnaire',
];

const adminMenu: UserConfigurationMenu = {
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
  const favorites = { title: 'Favorites', link: defaultFavorites.map((name) => ({ name, target: `/${name}` })) };
  return isAdmin ? [favorites, adminMenu] : [favorites];
}
