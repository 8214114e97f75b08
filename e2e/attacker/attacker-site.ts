import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site of somebody else: by its host another site than `localhost`, although it is on this machine. */
export type AttackerSite = Readonly<{
  /** Origin, without a trailing slash. */
  url: string;
  /** Path and query of what it was asked for, which is what it gets to know. */
  visits: readonly string[];
  /** Answers every path with this page from now on. */
  show: (html: string) => void;
  close: () => Promise<void>;
}>;

export async function startAttackerSite(): Promise<AttackerSite> {
  let page = 'Gotcha';
  const visits: string[] = [];
  const server = createServer((request, response) => {
    visits.push(request.url ?? '');
    response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Attacker</title>${page}`);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    visits,
    show: (html) => void (page = html),
    close: async () => {
      server.closeAllConnections();
      await server[Symbol.asyncDispose]();
    },
  };
}
