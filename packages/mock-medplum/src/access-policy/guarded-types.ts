/** Types that only a project's administrators reach. `*` in a policy does not mean them. */
export const adminTypes: readonly string[] = [
  'Package',
  'PackageInstallation',
  'PackageRelease',
  'Project',
  'ProjectMembership',
  'User',
  'UserSecurityRequest',
];

/** Types that no project reaches through FHIR: they belong to the server. */
export const serverTypes: readonly string[] = ['DomainConfiguration', 'Enterprise', 'JsonWebKey', 'Login'];
