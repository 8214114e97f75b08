import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { chosenPorts, freePorts } from './ports.ts';

test('ports, when one is taken, are refused with the variable that changes it', async () => {
  const taken = createServer();
  await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
  const { port } = taken.address() as AddressInfo;
  const free = Object.fromEntries(Object.entries(await freePorts()).map(([name, number]) => [name, String(number)]));

  const refused = chosenPorts({ ...free, LEGACY_PROXY_PORT: String(port) });

  await expect(refused).rejects.toThrow(new RegExp(`^Port ${port} for legacy-proxy is taken.*LEGACY_PROXY_PORT=`));
  await new Promise((done) => taken.close(done));
});

test('ports, when a variable is no port, are refused by its name and not its value', async () => {
  await expect(chosenPorts({ START_PAGE_PORT: 'three-thousand' })).rejects.toThrow(
    'START_PAGE_PORT must be a port number from 1 to 65535.',
  );
});

test('free ports, asked for at once, are all different', async () => {
  const ports = Object.values(await freePorts());

  expect(new Set(ports).size).toBe(ports.length);
});
