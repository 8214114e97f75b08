/** What the token endpoint answered. */
export type TokenAnswer = Readonly<{
  status: number;
  body: Readonly<Partial<Record<'access_token' | 'id_token' | 'refresh_token' | 'error', string>>>;
}>;

const medplum = `Basic ${Buffer.from('medplum:demo-only-mock-idp-medplum-secret').toString('base64')}`;

/**
 * Calls the token endpoint as the demo's client does, to redeem a code unless `fields` say otherwise.
 * With a `client_id` in the fields it sends no secret, as a public client.
 */
export async function redeem(issuer: string, fields: Readonly<Record<string, string>>): Promise<TokenAnswer> {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    redirect_uri: 'http://localhost:8103/auth/external',
    ...fields,
  });
  const headers = 'client_id' in fields ? {} : { authorization: medplum };
  const response = await fetch(new URL('/token', issuer), { method: 'POST', body, headers });
  return { status: response.status, body: (await response.json()) as TokenAnswer['body'] };
}
