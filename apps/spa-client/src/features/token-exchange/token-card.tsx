import { Paper, Stack, Table, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import type { DecodedJwt, TokenFacts } from './token-exchange-facts.ts';

type TokenCardProps = Readonly<{ from: string; facts: TokenFacts }>;

/** What one server answered, in the same words for both. No token is shown that anybody could copy and use. */
export function TokenCard({ from, facts }: TokenCardProps): ReactNode {
  const heading = useId();
  return (
    <Paper withBorder p="lg" component="article" aria-labelledby={heading} className="token-card">
      <Stack>
        <Title order={3} size="h4" id={heading}>
          From {from}
        </Title>
        <Table variant="vertical" aria-labelledby={heading} className="token-facts">
          <Table.Tbody>
            {Object.entries(factsInWords(from, facts)).map(([name, value]) => (
              <Table.Tr key={name}>
                <Table.Th scope="row">{name}</Table.Th>
                <Table.Td>{value}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Decoded title="The ID token, decoded" jwt={facts.idToken} />
        <Decoded title="The access token, decoded" jwt={facts.accessToken} />
      </Stack>
    </Paper>
  );
}

function factsInWords(from: string, facts: TokenFacts): Readonly<Record<string, string>> {
  const { accessToken, audience, expiresAt, hasRefreshToken } = facts;
  return {
    'Access token': `${facts.masked} (masked)`,
    Kind: accessToken ? 'JWT: anybody can read what it says' : `Opaque: only ${from} can read it`,
    'Issued by': facts.issuer,
    'Made for': audience ?? (accessToken ? 'It names nobody' : `Its client here. Only ${from} could tell`),
    Scopes: facts.scopes.join(' '),
    'Good until': expiresAt ? `${expiresAt.toLocaleTimeString()}, ${minutesUntil(expiresAt)}` : 'It does not say',
    'Renewed by': hasRefreshToken
      ? `A refresh token of ${from}, without asking anybody else`
      : `Nothing: sign in at ${from} again`,
  };
}

function minutesUntil(date: Date): string {
  const minutes = Math.max(0, Math.round((date.getTime() - Date.now()) / 60_000));
  return `${minutes} minutes from now`;
}

function Decoded({ title, jwt }: Readonly<{ title: string; jwt: DecodedJwt | undefined }>): ReactNode {
  return (
    jwt && (
      <details className="token-exchange-details">
        <summary>{title}</summary>
        <pre>{JSON.stringify({ header: jwt.header, payload: jwt.payload }, null, 2)}</pre>
      </details>
    )
  );
}
