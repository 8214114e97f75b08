import { BlockList, isIP, type Socket } from 'node:net';

/** Tells whether the machine at the other end of a connection may use the listener. */
export type AllowsPeer = (socket: Pick<Socket, 'remoteAddress'>) => boolean;

/** Prefixes shorter than these name half of the internet, which is no list of peers. */
const shortestPrefix = { 4: 8, 6: 32 } as const;
const wholeAddress = { 4: 32, 6: 128 } as const;

/** Makes the test for a list of addresses (`10.1.2.3`) and networks (`10.1.2.0/24`). An empty list allows everyone. */
export function createPeerList(entries: readonly string[]): AllowsPeer {
  const list = new BlockList();
  for (const entry of entries) {
    const { address, prefix, version } = parsePeer(entry) ?? {};
    if (address === undefined || prefix === undefined) {
      throw new RangeError('A peer must be an address or a network');
    }
    list.addSubnet(address, prefix, `ipv${version === 6 ? 6 : 4}`);
  }
  // A listener on `::` sees IPv4 peers as ::ffff:10.1.2.3, and BlockList compares those with IPv4 entries.
  return ({ remoteAddress: address = '' }) =>
    entries.length === 0 || (isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'));
}

export function isPeer(entry: string): boolean {
  return parsePeer(entry) !== undefined;
}

function parsePeer(entry: string): Readonly<{ address: string; prefix: number; version: 4 | 6 }> | undefined {
  const [address = '', length, ...more] = entry.split('/');
  const version = isIP(address);
  // IPv4 stands behind ::/32 and ::ffff:0:0/96, all of it; IPv4 peers are listed as such.
  const isIpv4InIpv6 = address.startsWith('::') && address !== '::1';
  if ((version !== 4 && version !== 6) || more.length > 0 || address.includes('%') || isIpv4InIpv6) {
    return undefined;
  }
  const prefix = length === undefined ? wholeAddress[version] : /^\d{1,3}$/.test(length) ? Number(length) : -1;
  return prefix >= shortestPrefix[version] && prefix <= wholeAddress[version]
    ? { address, prefix, version }
    : undefined;
}
