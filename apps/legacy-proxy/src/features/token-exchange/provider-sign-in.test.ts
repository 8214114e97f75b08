import { expect, test, vi } from 'vitest';
import { createProviderSignIn, type ProviderSignIn } from './provider-sign-in.ts';

const issuer = 'https://idp.example';
const redirectUri = 'https://ehr.example/token-exchange/callback';

/** A provider that answers every request with its own description, whose endpoints stand below the given origin. */
function signInAt(endpoints: string): ProviderSignIn & Readonly<{ asked: string[] }> {
  const asked: string[] = [];
  const description = {
    issuer,
    authorization_endpoint: `${endpoints}/authorize`,
    token_endpoint: `${endpoints}/token`,
  };
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url) => {
    asked.push(new Request(url).url);
    return Response.json(description);
  });
  const settings = { issuer, clientId: 'legacy-proxy', clientSecret: 'canary' };
  return { ...createProviderSignIn(settings), asked };
}

const discovery = `${issuer}/.well-known/openid-configuration`;

test('[P10] provider with https, that names a token endpoint without, gets no secret of this server', async () => {
  const { start, finish, asked } = signInAt('http://idp.example');
  const { attempt } = await start(redirectUri, '/');
  const answer = new URLSearchParams({ code: 'code', state: attempt.state });

  await expect(finish(redirectUri, answer, attempt)).rejects.toMatchObject({ code: 'OAUTH_HTTP_REQUEST_FORBIDDEN' });

  expect(asked).toEqual([discovery]);
});

test('[S5] provider, that did not answer once, is asked again, and once it answered no more', async () => {
  const { start, asked } = signInAt(issuer);
  vi.mocked(fetch).mockRejectedValueOnce(new TypeError('fetch failed'));

  await expect(start(redirectUri, '/')).rejects.toThrow('fetch failed');
  const attempts = [await start(redirectUri, '/'), await start(redirectUri, '/')];

  expect(asked).toEqual([discovery]);
  expect(attempts.map(({ url }) => url.origin)).toEqual([issuer, issuer]);
});
