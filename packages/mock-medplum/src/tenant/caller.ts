import type { AccessPolicy, Login, Project, ProjectMembership, Reference } from '@medplum/fhirtypes';

/** Who is calling, after the token or the Basic credentials were verified. */
export type Caller = Readonly<{
  project: Project;
  /** Membership whose policy applies: the target's under on-behalf-of. */
  membership: ProjectMembership;
  /** Membership that the credentials belong to. It differs from `membership` only under on-behalf-of. */
  authenticatedMembership: ProjectMembership;
  /** Who Medplum records as the author: the authenticated membership's profile, also under on-behalf-of. */
  author: Reference;
  /** The person acted for, when the request says so. */
  onBehalfOf?: Reference | undefined;
  /** The ClientApplication through which a user signed in. */
  client?: Reference | undefined;
  /** Absent with Basic authentication. */
  login?: Login | undefined;
  /** Policy with its parameters filled in; absent means full access, as in Medplum. */
  accessPolicy?: AccessPolicy | undefined;
  /** Scopes of the token; absent with Basic authentication. */
  scope?: string | undefined;
  /** Address of the peer, without the IPv6 prefix of a mapped IPv4 address. */
  remoteAddress: string;
  /** True when the request carries `X-Medplum: extended`. */
  extendedMode: boolean;
}>;
