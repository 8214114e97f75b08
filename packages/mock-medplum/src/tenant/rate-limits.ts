/** Limits per minute. */
export type RateLimits = Readonly<{
  /** Sign-ins and registrations, by address. Default is 5. */
  login?: number | undefined;
  /** Other requests to `/auth` and `/oauth2`, by address. Default is 160. */
  auth?: number | undefined;
  /** All other requests, by address. Default is 60000. */
  requests?: number | undefined;
  /** Points of FHIR interactions, by membership. Default is 50000. */
  fhirQuota?: number | undefined;
}>;

/** Medplum's own limits. */
export const defaultRateLimits = { login: 5, auth: 160, requests: 60_000, fhirQuota: 50_000 } as const;
