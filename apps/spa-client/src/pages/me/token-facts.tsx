import { Text } from '@mantine/core';
import { useMedplum } from '@medplum/react-hooks';
import type { ReactNode } from 'react';
import { readAccessToken } from '#access-token';
import { FactTable } from './fact-table.tsx';

export function TokenFacts(): ReactNode {
  const token = readAccessToken(useMedplum());
  if (!token) {
    return <Text role="status">The token is opaque: only Medplum can read it.</Text>;
  }
  const { issuer, clientId, audience, scopes, issuedAt, expiresAt, header, payload } = token;
  return (
    <>
      <FactTable
        label="What your access token carries"
        facts={{
          'Issued by': issuer,
          'For the app': clientId && `ClientApplication/${clientId}`,
          'For the server': audience,
          Scopes: scopes.join(' '),
          'Issued at': issuedAt?.toLocaleString(),
          'Valid until': expiresAt.toLocaleString(),
          'Then renewed': scopes.includes('offline_access') ? 'with the refresh token' : 'not: sign in again',
        }}
      />
      <details>
        <summary>Header and payload, decoded</summary>
        <Text size="sm" c="dimmed" mt="xs">
          Without the signature, so that a copy of this page lets nobody in. Anybody who holds a token can read it like
          this: put nothing secret into one.
        </Text>
        <pre className="token-facts-json" aria-label="Header and payload of the access token">
          {`${JSON.stringify(header, null, 2)}\n\n${JSON.stringify(payload, null, 2)}`}
        </pre>
      </details>
    </>
  );
}
