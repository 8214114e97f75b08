import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** One address in front of several servers, in turn; a request that changes nothing goes to the next when one is gone. */
export async function startBalancer(backends: readonly string[]): Promise<string> {
  let turn = 0;
  const server = createServer((incoming, response) => {
    turn += 1;
    const first = turn;
    const mostTries = incoming.method === 'GET' ? backends.length : 1;
    const send = (tries: number): void => {
      const target = new URL(incoming.url ?? '/', backends[(first + tries) % backends.length]);
      const { method, headers } = incoming;
      const giveUp = (): void => {
        if (tries + 1 < mostTries) {
          send(tries + 1);
        } else {
          response.writeHead(502).end();
        }
      };
      const outgoing = ask(target, { method, headers }, (answer) => {
        // Passed on once it is whole: a server can be gone in the middle of its answer.
        buffer(answer).then((body) => response.writeHead(answer.statusCode ?? 502, answer.headers).end(body), giveUp);
      });
      outgoing.on('error', giveUp);
      if (method === 'GET') {
        outgoing.end();
      } else {
        incoming.pipe(outgoing);
      }
    };
    send(0);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}
