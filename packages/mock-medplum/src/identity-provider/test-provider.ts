import type { ClientApplication, DomainConfiguration, IdentityProvider, Resource } from '@medplum/fhirtypes';
import type { JWTPayload } from 'jose';
import { startTestServer, type TestServer } from '#outbound/test-server.ts';
import { createTestProject, ids, clientRedirectUri } from '#project/test-project.ts';
import { startTestMedplum, type TestMedplum } from '#test-medplum.ts';

/** When the clock of a test Medplum starts, in seconds since 1970. */
export const now = Date.parse('2026-11-23T22:00:00.000Z') / 1000;

/** An identity provider, and a Medplum whose SPA and whose domain `corp.example` use it. */
export type TestParties = AsyncDisposable &
  Readonly<{
    medplum: TestMedplum;
    provider: TestServer;
    /** Lets the provider give an id_token with these claims for any code. */
    vouchFor: (claims: Readonly<Record<string, unknown>>) => Promise<void>;
  }>;

/** Starts both for a test. A `jwksUrl` is a path of the provider. */
export async function startParties(
  changes: Partial<IdentityProvider> = {},
  options: Parameters<typeof startTestMedplum>[0] = {},
): Promise<TestParties> {
  const provider = await startTestServer();
  const key = await provider.addKey('idp-1');
  const { resources = [], ...settings } = options;
  const medplum = await startTestMedplum({
    ...settings,
    resources: [...withProvider(provider, changes), ...resources],
  });
  return {
    medplum,
    provider,
    vouchFor: async (claims) => {
      const idToken = await key.sign(JSON.parse(JSON.stringify({ ...idTokenOf(provider), ...claims })) as JWTPayload);
      provider.answers.set('/token', () => ({ body: { id_token: idToken, token_type: 'Bearer' } }));
    },
    [Symbol.asyncDispose]: async () => {
      await medplum.close();
      await provider[Symbol.asyncDispose]();
    },
  };
}

function idTokenOf({ origin }: TestServer): object {
  return { iss: origin, aud: 'ext-client', sub: 'employee-1', iat: now, exp: now + 300 };
}

function withProvider({ origin }: TestServer, changes: Partial<IdentityProvider>): Resource[] {
  const identityProvider: IdentityProvider = {
    authorizeUrl: `${origin}/authorize`,
    tokenUrl: `${origin}/token`,
    userInfoUrl: `${origin}/userinfo`,
    clientId: 'ext-client',
    clientSecret: 'ext-secret',
    ...changes,
    ...(changes.jwksUrl && { jwksUrl: `${origin}${changes.jwksUrl}` }),
  };
  const spa = createTestProject().resources.find(({ id }) => id === ids.spa) as ClientApplication;
  const domain: DomainConfiguration = {
    resourceType: 'DomainConfiguration',
    id: '80000000-0000-4000-8000-000000000001',
    domain: 'corp.example',
    identityProvider,
    allowedPostLoginRedirectUrls: ['http://localhost:3900/after'],
  };
  return [{ ...spa, identityProvider, redirectUris: [clientRedirectUri, 'http://localhost:3900/plain'] }, domain];
}
