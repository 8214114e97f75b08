import { Text } from '@mantine/core';
import type { AccessPolicy } from '@medplum/fhirtypes';
import type { ReactNode } from 'react';
import { addressRules } from '#parts/access-rules.ts';

/** Lists the policy's rules on the IP addresses from which it lets somebody in. */
export function AddressRules({ policy }: Readonly<{ policy: AccessPolicy | undefined }>): ReactNode {
  const rules = addressRules(policy);
  return rules.length === 0 ? (
    <Text>From any network: it has no rule on IP addresses.</Text>
  ) : (
    <>
      <Text>By the address that you ask from; the first that fits decides:</Text>
      <ol>
        {rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ol>
    </>
  );
}
