import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import type { CoreConfig } from '#src/core-config.ts';
import { freePort } from '#test/free-port.ts';
import { certificateHeader, clientId, startRecordedMedplum, type RecordedMedplum } from '#test/recorded-medplum.ts';
import { startTestApp, type TestApp } from '#test/start-test-app.ts';
import { mtls } from './feature.ts';
import { readMtls } from './settings.ts';
import { certificates } from './test-certificates.ts';

/**
 * Ends TLS in front of Medplum, as a load balancer does: what a client says about certificates is dropped, and the
 * certificate of the connection is passed on in its place.
 */
async function startTlsProxy(medplum: RecordedMedplum): Promise<Server> {
  const { cert, key } = certificates.server;
  const server = createServer({ cert, key, requestCert: true, rejectUnauthorized: false }, (request, response) => {
    void (async () => {
      const { [certificateHeader]: _forged, host: _host, connection: _own, ...headers } = request.headers;
      const { raw } = (request.socket as TLSSocket).getPeerCertificate() as { raw?: Buffer };
      const body = raw
        ?.toString('base64')
        .match(/.{1,64}/g)
        ?.join('\n');
      const pem = `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----`;
      const answer = await fetch(new URL(request.url ?? '', medplum.url), {
        method: request.method ?? 'GET',
        headers: {
          ...(headers as Record<string, string>),
          ...(raw && { [certificateHeader]: encodeURIComponent(pem) }),
        },
        body: await text(request),
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    })();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return server;
}

async function startMedplum(): Promise<RecordedMedplum> {
  const medplum = await startRecordedMedplum();
  onTestFinished(medplum.close);
  const client = medplum.tenant.store.get('ClientApplication', clientId);
  medplum.tenant.store.put({ ...client, certificateTrustStore: certificates.client.cert });
  return medplum;
}

function addressOf(server: Server): string {
  return `https://localhost:${(server.address() as AddressInfo).port}/`;
}

async function startWith(medplum: RecordedMedplum, { cert, key }: { cert: string; key: string }): Promise<TestApp> {
  const env = {
    MEDPLUM_CLIENT_SECRET: '',
    LEGACY_PROXY_MTLS_URL: addressOf(await startTlsProxy(medplum)),
    LEGACY_PROXY_MTLS_CERTIFICATE: cert,
    LEGACY_PROXY_MTLS_KEY: key,
    LEGACY_PROXY_MTLS_CA: certificates.server.cert,
  };
  return startTestApp({ medplum, features: [mtls], env });
}

test('[S9] server with a certificate and no secret, signs in through the proxy that ends TLS', async () => {
  const medplum = await startMedplum();
  const app = await startWith(medplum, certificates.client);

  const page = await (await app.nurse()).get('/patients/1');

  expect(page.status).toBe(200);
  const token = medplum.seen.find(({ path }) => path === '/oauth2/token');
  expect(token?.body).not.toContain('secret');
  const others = medplum.seen.filter(({ path }) => path !== '/oauth2/token');
  expect(others.some(({ headers }) => headers[certificateHeader])).toBe(false);
});

test('[S9] server with a certificate that Medplum does not trust, is refused', async () => {
  const medplum = await startMedplum();
  const app = await startWith(medplum, certificates.other);

  expect((await (await app.nurse()).get('/patients/1')).status).toBe(502);
});

test('[S9] certificate that is only claimed in a header, from outside the proxy, opens nothing', async () => {
  const medplum = await startMedplum();
  const proxy = await startTlsProxy(medplum);
  const { Agent, fetch } = await import('undici');
  const dispatcher = new Agent({ connect: { ca: certificates.server.cert } });
  onTestFinished(async () => dispatcher.close());
  const send = async (url: string): Promise<number> => {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      [certificateHeader]: encodeURIComponent(certificates.client.cert),
    };
    const body = `grant_type=client_credentials&client_id=${clientId}`;
    return (await fetch(url, { method: 'POST', headers, body, dispatcher })).status;
  };

  // Without the proxy that drops the header, it would be believed: so Medplum must not be reachable around it.
  expect(await send(`${addressOf(proxy)}oauth2/token`)).toBe(400);
  expect(await send(`${medplum.url}oauth2/token`)).toBe(200);
});

/** Asks for a token at this address, with the certificate of the client. */
async function requestToken(url: string): Promise<Response | undefined> {
  const { tokenRequest, secrets, stop } =
    mtls.configure({
      LEGACY_PROXY_MTLS_URL: url,
      LEGACY_PROXY_MTLS_CERTIFICATE: certificates.client.cert,
      LEGACY_PROXY_MTLS_KEY: certificates.client.key,
      LEGACY_PROXY_MTLS_CA: certificates.server.cert,
    }) ?? {};
  onTestFinished(async () => stop?.());
  expect(secrets).toEqual([certificates.client.key]);
  return tokenRequest?.(async () => new Response(), {} as CoreConfig)(new URLSearchParams({ scope: 'x' }));
}

test('[S9] proxy that ends TLS, when it is away, is named by its origin alone', async () => {
  const origin = `https://localhost:${await freePort()}`;

  await expect(requestToken(`${origin}/medplum`)).rejects.toMatchObject({
    code: 'unreachable',
    message: `No answer from Medplum at ${origin}`,
    cause: expect.any(Error),
  });
});

test('[S9] proxy that ends TLS, when it asks to wait, is heard, and is asked for JSON by a form', async () => {
  const seen: (string | undefined)[] = [];
  const server = createServer(certificates.server, ({ method, url, headers }, response) => {
    seen.push(method, url, headers.accept, headers['content-type']);
    response.writeHead(429, { 'retry-after': '7' }).end('later');
  });
  onTestFinished(() => server.close().closeAllConnections());
  await once(server.listen(0, '127.0.0.1'), 'listening');

  const answer = await requestToken(`${addressOf(server)}medplum`);

  expect(seen).toEqual(['POST', '/medplum/oauth2/token', 'application/json', 'application/x-www-form-urlencoded']);
  expect([answer?.status, answer?.headers.get('retry-after'), await answer?.text()]).toEqual([429, '7', 'later']);
});

test('[P10] settings of the certificate, incomplete or apart, are named and never shown', () => {
  const { client, other } = certificates;
  const env = { LEGACY_PROXY_MTLS_URL: 'https://mtls.example/', LEGACY_PROXY_MTLS_CERTIFICATE: client.cert };

  expect(mtls.configure({})).toBeUndefined();
  expect(() => readMtls(env)).toThrow(/^LEGACY_PROXY_MTLS_KEY is missing/);
  expect(() => readMtls({ ...env, LEGACY_PROXY_MTLS_KEY: 'x' })).toThrow('LEGACY_PROXY_MTLS_KEY must be a private key');
  expect(() => readMtls({ ...env, LEGACY_PROXY_MTLS_KEY: other.key })).toThrow(
    'LEGACY_PROXY_MTLS_KEY is not the key of the certificate',
  );
  for (const name of ['LEGACY_PROXY_MTLS_CERTIFICATE', 'LEGACY_PROXY_MTLS_CA']) {
    const edited = { ...env, LEGACY_PROXY_MTLS_KEY: client.key, [name]: client.key };
    expect(() => readMtls(edited)).toThrow(`${name} must be a certificate in PEM`);
  }
});
