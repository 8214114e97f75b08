import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { CommandError, exitCodes } from './exit-codes.ts';

/** Starts a server on the loopback address and returns its port; `variable` is what to change when it is taken. */
export async function listen(server: Server, port: number, variable: string): Promise<number> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problem = code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${code})`;
    throw new CommandError(exitCodes.unavailable, `Port ${port} ${problem}: stop what uses it, or set ${variable}`);
  }
  return (server.address() as AddressInfo).port;
}
