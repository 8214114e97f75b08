/** The authorization request of the demo's client, with changes. `undefined` leaves a parameter out. */
export function authorizeUrl(issuer: string, changes: Readonly<Record<string, string | undefined>> = {}): URL {
  const url = new URL('/authorize', issuer);
  const parameters = {
    client_id: 'medplum',
    redirect_uri: 'http://localhost:8103/auth/external',
    response_type: 'code',
    scope: 'openid profile email',
    state: 'state-1',
    ...changes,
  };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) {
      url.searchParams.set(name, value);
    }
  }
  return url;
}
