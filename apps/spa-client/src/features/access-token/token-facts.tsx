import { Text } from '@mantine/core';
import { useMedplum } from '@medplum/react-hooks';
import type { ReactNode } from 'react';
import { readAccessToken } from '#parts/access-token.ts';
import { Section } from '#ui/page-parts.tsx';
import { FactTable } from '#ui/tables.tsx';

const title = 'What your access token carries';

export function TokenFacts(): ReactNode {
  const token = readAccessToken(useMedplum());
  if (!token) {
    return (
      <Section title={title}>
        <Text role="status">The token is opaque: only Medplum can read it.</Text>
      </Section>
    );
  }
  const { issuer, clientId, audience, scopes, issuedAt, expiresAt, header, payload } = token;
  return (
    <Section title={title}>
      <FactTable
        label={title}
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
        <pre aria-label="Header and payload of the access token">
          {`${JSON.stringify(header, null, 2)}\n\n${JSON.stringify(payload, null, 2)}`}
        </pre>
      </details>
    </Section>
  );
}
