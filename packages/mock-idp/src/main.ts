import { StartError } from './start-error.ts';
import { startMockIdp } from './start-mock-idp.ts';

const defaultPort = 8104;

try {
  const idp = await startMockIdp({ port: readPort(process.env['MOCK_IDP_PORT']) });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void idp.close());
  }
  process.stdout.write(`mock-idp listens at ${idp.issuer}\n`);
} catch (error) {
  if (!(error instanceof StartError)) {
    throw error;
  }
  process.stderr.write(`mock-idp: ${error.message}\n`);
  process.exitCode = 1;
}

function readPort(value: string | undefined): number {
  const port = value ? Number(value) : defaultPort;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new StartError('port_invalid', 'MOCK_IDP_PORT must be a port number from 0 to 65535; 0 takes any free one.');
  }
  return port;
}
