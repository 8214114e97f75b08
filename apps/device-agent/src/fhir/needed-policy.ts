import type { AccessPolicy, AccessPolicyResource } from '@medplum/fhirtypes';

type Needs = Readonly<{ device: string; replacesCorrected: boolean; features: readonly AccessPolicyResource[] }>;

/** The AccessPolicy that this agent needs: its own device's results, and nothing else. */
export function neededPolicy({ device, replacesCorrected, features }: Needs): AccessPolicy {
  return {
    resourceType: 'AccessPolicy',
    name: `device-agent of ${device}`,
    resource: [
      {
        resourceType: 'Observation',
        criteria: `Observation?device=${device}`,
        // The conditional create searches. Medplum lets only those update who may read.
        interaction: replacesCorrected ? ['create', 'search', 'read', 'update'] : ['create', 'search'],
      },
      ...features,
      // Tells whether the device is there; nothing else is read.
      { resourceType: 'Device', criteria: `Device?_id=${device.replace('Device/', '')}`, interaction: ['read'] },
      // Medplum saves the trail with the rights of the caller.
      { resourceType: 'AuditEvent', interaction: ['create'] },
    ],
  };
}

/** The same for many sites: each membership says which device `%device` is (`ProjectMembership.access.parameter`). */
export function parameterisedPolicy(policy: AccessPolicy, device: string): AccessPolicy {
  const text = JSON.stringify({ ...policy, name: 'device-agent, one for all sites' });
  const id = device.replace('Device/', '');
  return JSON.parse(
    text
      .replaceAll(`=${device}"`, '=%device"')
      .replaceAll(`_id=${id}"`, '_id=%device.id"')
      // A tag names the device by system and id.
      .replaceAll(`|${id}"`, '|%device.id"'),
  ) as AccessPolicy;
}
