import { expect, test } from 'vitest';
import type { Context } from '#http/middleware.ts';
import { guardControl } from './guard-control.ts';

function request(remoteAddress: string, headers: Readonly<Record<string, string>>): Context {
  return { req: { socket: { remoteAddress }, headers } } as unknown as Context;
}

test.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('control, asked for from %s at localhost, is given', (address) => {
  expect(() => guardControl(request(address, { host: 'localhost:8104' }))).not.toThrow();
});

test.each([
  ['another machine', '192.168.1.7', { host: 'localhost:8104' }],
  ['a name that resolves to this machine', '127.0.0.1', { host: 'rebound.evil.example:8104' }],
  ['a name that begins like a loopback name', '127.0.0.1', { host: 'localhost.evil.example' }],
  ['no host', '127.0.0.1', {}],
  ['a proxy', '127.0.0.1', { host: 'localhost', via: '1.1 proxy' }],
  ['a page of another site', '127.0.0.1', { host: 'localhost', origin: 'http://evil.example' }],
  ['a page without an origin', '127.0.0.1', { host: 'localhost', origin: 'null' }],
] as const)('control, asked for by %s, is refused', (_case, address, headers) => {
  expect(() => guardControl(request(address, headers))).toThrow(
    expect.objectContaining({ status: 403, code: 'forbidden' }),
  );
});
