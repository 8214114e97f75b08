import type { ProjectMembership } from '@medplum/fhirtypes';
import type { StoredLogin } from '#tenant/logins.ts';

/** Whose credentials a request carries. With Basic there is no login. */
export type Identity = Readonly<{
  membership: ProjectMembership;
  login?: StoredLogin | undefined;
  /** True for external tokens: they act for nobody else, and `X-Medplum-On-Behalf-Of` is not looked at. */
  actsAlone?: boolean | undefined;
}>;
