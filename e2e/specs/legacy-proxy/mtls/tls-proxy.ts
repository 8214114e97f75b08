import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';
import { certificateHeader } from '#house/certificate-header.ts';
import { certificate } from './certificate.ts';

/**
 * Ends TLS in front of Medplum, as a load balancer does: it drops what a client says about certificates, and passes on
 * the certificate of the connection.
 */
export async function startTlsProxy(medplumUrl: string): Promise<AsyncDisposable & Readonly<{ url: string }>> {
  const { cert, key } = certificate;
  const server = createServer({ cert, key, requestCert: true, rejectUnauthorized: false }, (request, response) => {
    void (async () => {
      const { [certificateHeader]: _forged, host: _host, connection: _own, ...headers } = request.headers;
      const { raw } = (request.socket as TLSSocket).getPeerCertificate() as { raw?: Buffer };
      const answer = await fetch(new URL(request.url ?? '', medplumUrl), {
        method: request.method ?? 'GET',
        headers: { ...(headers as Record<string, string>), ...(raw && { [certificateHeader]: headerOf(raw) }) },
        body: await text(request),
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    })();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A certificate as Amazon's load balancer passes it on: PEM, URL-encoded. */
export function headerOf(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return encodeURIComponent(`-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----`);
}
