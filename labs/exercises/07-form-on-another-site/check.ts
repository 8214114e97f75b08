import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { requireSameOrigin } from '@auth-patterns/legacy-proxy/src/middleware/same-origin.ts';
import { type Check, unless } from '#lab/lab-run.ts';

const ours = 'https://ehr.clinic.example';
type Headers = Readonly<Record<string, string>>;
type Handler = ReturnType<typeof requireSameOrigin>;

const strangers: readonly (readonly [what: string, headers: Headers])[] = [
  ['a form on another site', { origin: 'https://stranger.example', 'sec-fetch-site': 'cross-site' }],
  ['a sibling, such as wiki.clinic.example', { origin: 'https://wiki.clinic.example', 'sec-fetch-site': 'same-site' }],
  ['a page in a sandbox', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ['something that says nothing of where it is from', {}],
];

/** The proxy's guard against requests that pages of other sites start, in a server of its own. */
export const check: Check = async ({ step, atEnd }) => {
  const guard = requireSameOrigin(ours);
  const server = createServer((request, response) => {
    try {
      guard(request as Parameters<Handler>[0], response as Parameters<Handler>[1], () => response.end('taken'));
    } catch {
      response.writeHead(403).end('refused');
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/patients/1/notes`;
  const isTaken = async (method: string, headers: Headers): Promise<boolean> =>
    (await fetch(url, { method, headers })).ok;

  await step(
    'A form on another site changes nothing',
    {
      rule: 'Fetch Metadata and RFC 6454: a browser says in Sec-Fetch-Site and Origin where a request comes from, and no page can forge it.',
      next: '`claims` has one answer for each header that came: true when it is ours. When may a change pass?',
    },
    async () => {
      for (const [what, headers] of strangers) {
        unless(!(await isTaken('POST', headers)), `A note that ${what} sent was taken.`);
      }
    },
  );
  await step(
    'A page of our own can still change things',
    {
      rule: 'A page of the application sends Origin with our own origin, and Sec-Fetch-Site: same-origin.',
      next: 'All claims that came have to be true, and there has to be one.',
    },
    async () => {
      unless(await isTaken('POST', { origin: ours, 'sec-fetch-site': 'same-origin' }), 'Kim’s own note was refused.');
      unless(await isTaken('POST', { origin: ours }), 'A note from a browser without Sec-Fetch-Site was refused.');
    },
  );
  await step(
    'A link from another site still opens a page',
    {
      rule: 'RFC 9110 §9.2.1: GET and HEAD change nothing, so they may come from anywhere.',
      next: 'Leave the part with `safeMethods` as it is.',
    },
    async () => {
      unless(await isTaken('GET', { 'sec-fetch-site': 'cross-site' }), 'A link from another site was refused.');
    },
  );
};
