import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect as connectPlain, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect, type ConnectionOptions } from 'node:tls';
import { expect, onTestFinished, test, vi } from 'vitest';
import { certify } from '#test/certificates.ts';
import { createTestInput } from '#test/input.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { createAstmServer } from './astm-server.ts';
import { readAstmSettings } from './settings.ts';
import { ack, enq, frames, panel } from './test-messages.ts';

const ca = certify('lab authority');
const agent = certify('agent.lab.example', ca);
const analyzer = certify('chem-200.lab.example', ca);

function tlsFiles(): Record<string, string> {
  const folder = temporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  const files = { KEY: agent.key, CERTIFICATE: agent.cert, CA: ca.cert };
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => {
      const path = join(folder.path, name);
      writeFileSync(path, text);
      return [`DEVICE_AGENT_ASTM_TLS_${name}_FILE`, path];
    }),
  );
}

const read = (env: Record<string, string>) => readAstmSettings({ DEVICE_AGENT_ASTM_PORT: '0', ...env });

async function startServer() {
  const settings = read({ ...tlsFiles(), DEVICE_AGENT_ASTM_TLS_NAMES: analyzer.name });
  const input = createTestInput();
  const server = createAstmServer({ settings: settings as NonNullable<typeof settings>, context: input.context });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  return { ...input, port: (server.address() as AddressInfo).port };
}

/** Sends a panel, and returns what came back until it was all acknowledged or the line was cut. */
async function sendOver(socket: Socket): Promise<string> {
  let heard = '';
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    heard += chunk.toString('latin1');
    if (heard.length > panel.length) {
      socket.destroy();
    }
  });
  socket.write(enq + frames(panel).join(''));
  await new Promise((resolve) => void socket.once('close', resolve));
  return heard;
}

const overTls = (port: number, client: ConnectionOptions): Socket =>
  connect({ host: '127.0.0.1', port, ca: ca.cert, servername: agent.name, ...client });

test('[L4] ASTM over TLS, shown a certificate of the authority, takes the results', async () => {
  const { port, taken } = await startServer();

  expect(await sendOver(overTls(port, analyzer))).toBe(ack.repeat(6));
  expect(taken()).toHaveLength(1);
});

test.each([
  ['no certificate', {}, 'no TLS with a certificate of DEVICE_AGENT_ASTM_TLS_CA_FILE'],
  ['a namesake of the authority', certify(analyzer.name, certify('lab authority')), 'DEVICE_AGENT_ASTM_TLS_CA_FILE'],
  ['another name', certify('other.lab.example', ca), 'no name of DEVICE_AGENT_ASTM_TLS_NAMES'],
])('[L4] ASTM over TLS, shown %s, takes nothing and says why, once', async (_, client, reason) => {
  const { port, taken, log } = await startServer();

  expect(await sendOver(overTls(port, client))).toBe('');
  expect(taken()).toEqual([]);
  await vi.waitFor(() => {
    expect(log.warn.mock.calls.map(([text]) => text)).toEqual([expect.stringContaining(reason)]);
  });
});

test('[L4] ASTM over TLS, spoken to without, takes nothing', async () => {
  const { port, taken } = await startServer();

  const heard = await sendOver(connectPlain(port, '127.0.0.1'));

  expect([heard.includes(ack), taken()]).toEqual([false, []]);
});

test('[L4] ASTM at another address, with TLS, needs no list of peers', () => {
  expect(read({ ...tlsFiles(), DEVICE_AGENT_ASTM_ADDRESS: '0.0.0.0' })?.tls?.names).toEqual([]);
});

test.each(['KEY', 'CERTIFICATE', 'CA'])('[L4] ASTM over TLS, without %s, is refused by its names', (missing) => {
  const { [`DEVICE_AGENT_ASTM_TLS_${missing}_FILE`]: _, ...others } = tlsFiles();

  expect(() => read(others)).toThrow('TLS takes all of DEVICE_AGENT_ASTM_TLS_KEY_FILE, DEVICE_AGENT_ASTM_TLS_CERT');
});

test('[L4] ASTM over TLS, when a file is not there, is refused by its variable', () => {
  const env = { ...tlsFiles(), DEVICE_AGENT_ASTM_TLS_CA_FILE: '/nowhere' };

  expect(() => read(env)).toThrow('DEVICE_AGENT_ASTM_TLS_CA_FILE names a file that cannot be read (ENOENT)');
});

test('[L4] ASTM, given names of certificates without TLS, is refused', () => {
  expect(() => read({ DEVICE_AGENT_ASTM_TLS_NAMES: 'a.example' })).toThrow('does nothing without TLS');
});
