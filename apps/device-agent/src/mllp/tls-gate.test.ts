import { connect, type ConnectionOptions } from 'node:tls';
import { expect, onTestFinished, test, vi } from 'vitest';
import { certify } from '#test/certificates.ts';
import { closed, openPair, startMllpServer } from '#test/mllp-peer.ts';

const ca = certify('lab authority');
const agent = certify('agent.lab.example', ca);
const analyzer = certify('chem-200.lab.example', ca);
const other = certify('other.lab.example', ca);
const stranger = certify('chem-200.lab.example', certify('lab authority'));

const tls = { key: agent.key, cert: agent.cert, ca: ca.cert, requestCert: true, rejectUnauthorized: true };
const refused = 'connection closed: no TLS with a certificate of DEVICE_AGENT_MLLP_TLS_CA_FILE';

/** Sends a frame over TLS and returns what came back until the end. */
async function exchange(port: number, client: ConnectionOptions, bytes = '\x0bM1\x1c\r'): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, ca: ca.cert, servername: agent.name, ...client });
  onTestFinished(() => void socket.destroy());
  let answer = '';
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString();
    socket.end();
  });
  socket.write(bytes);
  await closed(socket);
  return answer;
}

test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  '[L4] MLLP over %s, shown a certificate of the authority, takes the message',
  async (version) => {
    const { port, log } = await startMllpServer({ tls, tlsNames: [analyzer.name] });

    const answer = await exchange(port, { ...analyzer, minVersion: version, maxVersion: version });

    expect(answer).toBe('\x0bACK M1\x1c\r');
    expect(log.warn).not.toHaveBeenCalled();
  },
);

test.each<[string, ConnectionOptions, string]>([
  ['no certificate', {}, refused],
  ['no certificate, over TLS 1.2', { maxVersion: 'TLSv1.2' }, refused],
  ['one of a namesake of the authority', stranger, refused],
  [
    'a certificate with another name',
    other,
    'connection closed: its certificate has no name of DEVICE_AGENT_MLLP_TLS_NAMES',
  ],
])('[L4] MLLP over TLS, shown %s, takes nothing and logs one line', async (_what, client, message) => {
  const { port, log, onMessage } = await startMllpServer({ tls, tlsNames: [analyzer.name] });

  const answer = await exchange(port, client);

  expect(answer).toBe('');
  expect(onMessage).not.toHaveBeenCalled();
  await vi.waitFor(() => expect(log.warn).toHaveBeenCalledExactlyOnceWith(message, expect.anything()));
});

test('[L4] MLLP over TLS, when no names are listed, takes any certificate of the authority', async () => {
  const { port } = await startMllpServer({ tls });

  expect(await exchange(port, other)).toBe('\x0bACK M1\x1c\r');
});

test('[L4] MLLP over TLS, given another protocol inside, closes', async () => {
  const { port, onMessage } = await startMllpServer({ tls });

  await exchange(port, analyzer, 'POST / HTTP/1.1\r\n\r\n\x0bM1\x1c\r');

  expect(onMessage).not.toHaveBeenCalled();
});

test.each([
  ['a plain frame', '\x0bM1\x1c\r'],
  ['nothing', ''],
])('[L4] MLLP over TLS, given %s instead of a handshake, takes nothing and closes', async (_what, bytes) => {
  const { server, onMessage } = await startMllpServer({ tls, handshakeMs: 50 });
  const { peer } = await openPair(server);

  peer.write(bytes);
  await closed(peer);

  expect(onMessage).not.toHaveBeenCalled();
});

test('[L4] MLLP over TLS, when 40 connections begin no handshake, serves the analyzer', async () => {
  const { port, server } = await startMllpServer({ tls });
  const mute = [];
  for (let count = 0; count < 40; count += 1) {
    mute.push((await openPair(server)).accepted);
  }

  expect(await exchange(port, analyzer)).toBe('\x0bACK M1\x1c\r');
  expect(mute.filter(({ destroyed }) => !destroyed).length).toBeLessThan(32);
});
