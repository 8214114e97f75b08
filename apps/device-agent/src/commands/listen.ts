import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { CommandError, exitCodes } from './exit-codes.ts';

type Place = Readonly<{
  port: number;
  address?: string;
  /** What to change when the port is taken. */
  variable: string;
  /** What to change when the machine does not have the address. */
  addressVariable?: string;
}>;

/** Starts a server, on the loopback address unless another is given, and returns its port. */
export async function listen(server: Server, place: Place): Promise<number> {
  const { port, address = '127.0.0.1', variable, addressVariable = 'DEVICE_AGENT_MLLP_ADDRESS' } = place;
  server.listen(port, address);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRNOTAVAIL') {
      const text = `This machine does not have the address in ${addressVariable}: set one that it has`;
      throw new CommandError(exitCodes.unavailable, text);
    }
    const problem = code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${code})`;
    throw new CommandError(exitCodes.unavailable, `Port ${port} ${problem}: stop what uses it, or set ${variable}`);
  }
  return (server.address() as AddressInfo).port;
}
