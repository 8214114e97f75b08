/** Types for a project's administrators only. `*` in a policy does not include them. */
export const adminTypes: readonly string[] = [
  'Package',
  'PackageRelease',
  'PackageInstallation',
  'Project',
  'ProjectMembership',
  'User',
  'UserSecurityRequest',
];

/** Types of the server, which no project can read or write through FHIR. */
export const serverTypes: readonly string[] = ['DomainConfiguration', 'JsonWebKey', 'Login'];
