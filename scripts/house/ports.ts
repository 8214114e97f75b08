import { createServer, type AddressInfo } from 'node:net';

/** Where each part of the house listens, by the variable that changes it. */
export const defaultPorts = {
  START_PAGE_PORT: 3000,
  SPA_CLIENT_PORT: 3001,
  LEGACY_PROXY_PORT: 3002,
  DEVICE_AGENT_STATUS_PORT: 3003,
  DEVICE_AGENT_MLLP_PORT: 2575,
  MOCK_MEDPLUM_PORT: 8103,
  MOCK_IDP_PORT: 8104,
} as const;

export type PortVariable = keyof typeof defaultPorts;
export type Ports = Readonly<Record<PortVariable, number>>;

const variables = Object.keys(defaultPorts) as PortVariable[];

/**
 * Reads the ports from variables.
 *
 * @throws Error of one line that names the variable that holds no port.
 */
export function readPorts(env: Readonly<Record<string, string | undefined>>): Ports {
  return ofEach((name) => (env[name] ? parsePort(name, env[name]) : defaultPorts[name]));
}

/**
 * Reads the ports from variables and checks that they are free.
 *
 * @throws Error of one line that names the first taken port and its variable.
 */
export async function chosenPorts(env: Readonly<Record<string, string | undefined>>): Promise<Ports> {
  const ports = readPorts(env);
  for (const name of variables) {
    if (!(await isFree(ports[name]))) {
      const part = name
        .replace(/_PORT$/, '')
        .toLowerCase()
        .replaceAll('_', '-');
      throw new Error(
        `Port ${ports[name]} for ${part} is taken. Stop what uses it, or choose another: ${name}=${ports[name] + 1000} npm start`,
      );
    }
  }
  return ports;
}

/** Asks the system for a port that is free now, for what has to be told its address before it listens. */
export async function freePort(): Promise<number> {
  const server = await listen(0);
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Asks the system for free ports, so that tests run beside anything. */
export async function freePorts(): Promise<Ports> {
  const servers = await Promise.all(variables.map(async () => listen(0)));
  const numbers = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ofEach((_, index) => numbers[index] ?? 0);
}

function ofEach(portOf: (name: PortVariable, index: number) => number): Ports {
  return Object.fromEntries(variables.map((name, index) => [name, portOf(name, index)])) as Ports;
}

function parsePort(name: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 65_535) {
    throw new Error(`${name} must be a port number from 1 to 65535.`);
  }
  return number;
}

/** Tells whether nothing listens on a port of 127.0.0.1. */
export async function isFree(port: number): Promise<boolean> {
  try {
    const server = await listen(port);
    await new Promise((done) => server.close(done));
    return true;
  } catch {
    return false;
  }
}

function listen(port: number): Promise<ReturnType<typeof createServer>> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
