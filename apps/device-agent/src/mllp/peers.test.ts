import { expect, test } from 'vitest';
import { createPeerList, isPeer } from './peers.ts';

const allows = createPeerList(['10.1.2.3', '10.1.4.0/24', 'fd00:1::/64']);

test.each(['10.1.2.3', '10.1.4.255', '::ffff:10.1.2.3', 'fd00:1::8', 'fd00:1::8%eth0'])(
  '[L4] list of peers that names %s or its network allows it',
  (remoteAddress) => {
    expect(allows({ remoteAddress })).toBe(true);
  },
);

test.each(['10.1.2.4', '10.1.5.0', '127.0.0.1', '::1', '::ffff:10.1.2.4', 'fd00:2::8', '', undefined])(
  '[L4] list of peers that does not name %s refuses it',
  (remoteAddress) => {
    expect(allows({ remoteAddress })).toBe(false);
  },
);

test('list of peers, when it is empty, allows everyone', () => {
  expect(createPeerList([])({ remoteAddress: '10.9.9.9' })).toBe(true);
});

test.each([
  '0.0.0.0/0',
  '128.0.0.0/1',
  '::/0',
  '::/32',
  '::ffff:0:0/96',
  '10.1.2.3/33',
  '10.1.2.3/',
  '10.1.2',
  'lab.example',
  '10.1.2.3/8/8',
])('[L4] entry %s is no peer', (entry) => {
  expect(isPeer(entry)).toBe(false);
  expect(() => createPeerList([entry])).toThrow(RangeError);
});
