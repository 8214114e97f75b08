import type { Request, Response } from 'express';
import { expect, test, vi } from 'vitest';
import { requireSameOrigin } from './same-origin.ts';

const publicOrigin = 'https://ehr.example';

/** What becomes of a request: undefined when it goes on, or the error. */
function outcomeOf(method: string, headers: Readonly<Record<string, string>>): unknown {
  const next = vi.fn<(error?: unknown) => void>();
  try {
    const request = { method, headers, socket: { localPort: 3002 } } as unknown as Request;
    void requireSameOrigin(publicOrigin)(request, {} as Response, next);
  } catch (error) {
    return error;
  }
  expect(next).toHaveBeenCalledOnce();
  return undefined;
}

test.each(['GET', 'HEAD', 'OPTIONS'])('[P2] %s, that changes nothing, may come from anywhere', (method) => {
  expect(outcomeOf(method, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })).toBeUndefined();
});

test.each([
  ['the site alone', { 'sec-fetch-site': 'same-origin' }],
  ['the public origin alone, as Safari did before 16.4', { origin: publicOrigin }],
  ['this machine', { origin: 'http://localhost:3002' }],
  ['both', { origin: publicOrigin, 'sec-fetch-site': 'same-origin' }],
])('[P2] change, whose headers name %s, goes on', (_what, headers) => {
  expect(outcomeOf('POST', headers)).toBeUndefined();
});

test.each([
  ['nothing', {}],
  ['a sibling of the same site', { 'sec-fetch-site': 'same-site' }],
  ['nobody, as a frame without an origin does', { origin: 'null' }],
  ['another port', { origin: 'http://localhost:9' }],
  ['the public origin, and another site', { origin: publicOrigin, 'sec-fetch-site': 'cross-site' }],
  ['the site, and a foreign origin', { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }],
])('[P2] change, whose headers name %s, is refused with the way out', (_what, headers) => {
  expect(outcomeOf('POST', headers)).toMatchObject({
    status: 403,
    message: 'This request did not come from a page of this application.',
    nextStep: expect.stringContaining('LEGACY_PROXY_PUBLIC_URL'),
  });
});
