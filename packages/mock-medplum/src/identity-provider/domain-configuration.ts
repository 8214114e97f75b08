import type { DomainConfiguration } from '@medplum/fhirtypes';
import type { Tenant } from '#tenant/tenant.ts';

/** Finds what is configured for the email addresses of a domain. */
export function findDomainConfiguration({ store }: Tenant, domain: string): DomainConfiguration | undefined {
  return [...store.list('DomainConfiguration')].find((configuration) => configuration.domain === domain.toLowerCase());
}
