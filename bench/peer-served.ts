import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CpuUsage } from './served.ts';

/** A server that gives client-credentials tokens, and the form that asks for one. */
export type TokenServer = Readonly<{ tokenUrl: string; fields: Record<string, string> }>;
export type MemoryUsage = CpuUsage & Readonly<{ residentBytes: number }>;

const clientCredentials = { grant_type: 'client_credentials' };

// Each loads what it serves itself, so that neither time nor memory is another's.
const starts: Record<string, () => Promise<TokenServer>> = {
  'mock-medplum': async () => {
    const { createDemoProject, demoIds } = await import('@auth-patterns/demo-project');
    const { startMockMedplum } = await import('@auth-patterns/mock-medplum');
    const { baseUrl } = await startMockMedplum({ project: createDemoProject() });
    const client = { client_id: demoIds.clients.legacyProxy, client_secret: 'demo-only-legacy-proxy-secret' };
    return { tokenUrl: `${baseUrl}oauth2/token`, fields: { ...clientCredentials, ...client } };
  },
  'oauth2-mock-server': async () => {
    const { OAuth2Server } = await import('oauth2-mock-server');
    const server = new OAuth2Server();
    await server.issuer.keys.generate('ES256');
    await server.start(0, '127.0.0.1');
    return { tokenUrl: `http://127.0.0.1:${server.address().port}/token`, fields: clientCredentials };
  },
  'oidc-provider': async () => {
    const { Provider } = await import('oidc-provider');
    const issuer = 'http://127.0.0.1';
    const client = { client_id: 'bench', client_secret: 'bench-secret-of-32-characters-and-more' };
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const provider = new Provider(issuer, {
      jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' }] },
      clients: [{ ...client, grant_types: ['client_credentials'], redirect_uris: [], response_types: [] }],
      clientAuthMethods: ['client_secret_post'],
      clientDefaults: { token_endpoint_auth_method: 'client_secret_post', id_token_signed_response_alg: 'ES256' },
      features: {
        clientCredentials: { enabled: true },
        devInteractions: { enabled: false },
        resourceIndicators: {
          enabled: true,
          defaultResource: () => issuer,
          getResourceServerInfo: () => ({ scope: '', accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } }),
        },
      },
    });
    const handle = provider.callback();
    const server = createServer((request, response) => void handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { tokenUrl: `http://127.0.0.1:${port}/token`, fields: { ...clientCredentials, ...client } };
  },
};

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ microseconds: user + system, residentBytes: process.memoryUsage.rss() } satisfies MemoryUsage);
});
process.on('disconnect', () => process.exit());
process.send?.(await starts[process.argv[2] ?? '']?.());
