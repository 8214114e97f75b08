import { expect, test } from 'vitest';
import { parseListenerSettings } from './listener-settings.ts';

const tls = {
  DEVICE_AGENT_MLLP_TLS_KEY_FILE: '/etc/agent/key.pem',
  DEVICE_AGENT_MLLP_TLS_CERTIFICATE_FILE: '/etc/agent/certificate.pem',
  DEVICE_AGENT_MLLP_TLS_CA_FILE: '/etc/agent/ca.pem',
};

test('[L4] listener, when nothing is set, is plain, for this machine, and waits ten seconds', () => {
  expect(parseListenerSettings({})).toEqual({
    address: '127.0.0.1',
    port: 2575,
    firstFrameMs: 10_000,
    peers: [],
    tls: undefined,
  });
});

test.each(['0.0.0.0', '::', '10.1.2.3', '::ffff:127.0.0.1'])(
  '[L4] listener at %s, when nothing says who may connect, is refused',
  (address) => {
    expect(() => parseListenerSettings({ DEVICE_AGENT_MLLP_ADDRESS: address })).toThrow(
      /^DEVICE_AGENT_MLLP_ADDRESS must be 127\.0\.0\.1, unless DEVICE_AGENT_MLLP_PEERS or TLS says/,
    );
  },
);

test.each([
  ['a list of peers', { DEVICE_AGENT_MLLP_PEERS: '10.1.2.3, 10.1.4.0/24' }, { peers: ['10.1.2.3', '10.1.4.0/24'] }],
  ['TLS', tls, { tls: expect.objectContaining({ caFile: '/etc/agent/ca.pem', names: [] }) }],
])('listener at another address, with %s, is accepted', (_what, settings, expected) => {
  expect(parseListenerSettings({ DEVICE_AGENT_MLLP_ADDRESS: '0.0.0.0', ...settings })).toMatchObject(expected);
});

test.each(['127.0.0.2', '::1'])('listener at %s, which is this machine, needs no list of peers', (address) => {
  expect(parseListenerSettings({ DEVICE_AGENT_MLLP_ADDRESS: address })).toMatchObject({ address });
});

test.each(Object.keys(tls))('[L4] TLS, without %s, is refused by the names of all three', (missing) => {
  const env = { ...tls, [missing]: '' };

  expect(() => parseListenerSettings(env)).toThrow(new RegExp(`TLS takes all of ${Object.keys(tls).join(', ')}`));
});

test.each([
  ['DEVICE_AGENT_MLLP_ADDRESS', 'canary.example'],
  ['DEVICE_AGENT_MLLP_PEERS', 'canary.example'],
  ['DEVICE_AGENT_MLLP_PEERS', '0.0.0.0/0'],
  ['DEVICE_AGENT_MLLP_FIRST_FRAME_SECONDS', '0.1234'],
  ['DEVICE_AGENT_MLLP_TLS_NAMES', '*.canary.example'],
  ['DEVICE_AGENT_MLLP_TLS_NAMES', 'canary.example'],
])('[L4] listener, when %s is %s, is refused by name', (variable, value) => {
  expect(() => parseListenerSettings({ [variable]: value })).toThrow(
    expect.objectContaining({
      message: expect.not.stringContaining(value),
      problems: [{ variable, problem: expect.stringMatching(/^(must|does)/) }],
    }),
  );
});
