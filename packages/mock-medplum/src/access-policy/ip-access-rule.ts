import type { AccessPolicy } from '@medplum/fhirtypes';

/**
 * Tells whether a policy lets a caller in from an address. Rules are read in order and the first that matches decides:
 * `*` matches every address, any other value the address itself or its beginning. No match means allowed, as in Medplum.
 */
export function isIpAllowed(policy: AccessPolicy | undefined, remoteAddress: string): boolean {
  const rule = policy?.ipAccessRule?.find(
    ({ value, action }) => action && (value === '*' || (value && remoteAddress.startsWith(value))),
  );
  return rule?.action !== 'block';
}
