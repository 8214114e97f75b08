import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export type Collector = Readonly<{
  url: string;
  headers: IncomingHttpHeaders[];
  /** All that was sent, once it holds the text; a test that waits in vain times out. */
  untilHas: (text: string | Buffer) => Promise<Buffer>;
}>;

/** A collector of OpenTelemetry that keeps the protobuf it is sent, in which texts stand as they are. */
export async function startCollector(): Promise<Collector> {
  const headers: IncomingHttpHeaders[] = [];
  let received = Buffer.alloc(0);
  const arrivals = new EventTarget();
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      headers.push(request.headers);
      received = Buffer.concat([received, body]);
      response.setHeader('content-type', 'application/x-protobuf').end();
      arrivals.dispatchEvent(new Event('spans'));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    headers,
    untilHas: async (text) => {
      while (!received.includes(text)) {
        await once(arrivals, 'spans');
      }
      return received;
    },
  };
}
