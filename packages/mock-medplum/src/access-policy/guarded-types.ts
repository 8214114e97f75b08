/** Types for a project's administrators only. `*` in a policy does not include them. */
export const adminTypes: readonly string[] = [
  'Package',
  'PackageInstallation',
  'PackageRelease',
  'Project',
  'ProjectMembership',
  'User',
  'UserSecurityRequest',
];

/** Types of the server, which no project can read or write through FHIR. */
export const serverTypes: readonly string[] = ['DomainConfiguration', 'Enterprise', 'JsonWebKey', 'Login'];
