import { webcrypto } from 'node:crypto';

/** What two signatures cost that do nothing but sign. */
export type PairCost = Readonly<{ microseconds: number }>;

const pairs = 500;
const algorithm = { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' };

// A process of its own, as the servers are that it is compared with.
const { privateKey } = await webcrypto.subtle.generateKey(algorithm, false, ['sign']);
/** As long as the header and the claims of a token. */
const content = new Uint8Array(500);

async function signPairs(count: number): Promise<number> {
  const before = process.cpuUsage();
  for (let pair = 0; pair < count; pair += 1) {
    const sign = async (): Promise<ArrayBuffer> => webcrypto.subtle.sign(algorithm, privateKey, content);
    await Promise.all([sign(), sign()]);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

await signPairs(50);
process.on('message', () => {
  void signPairs(pairs).then((microseconds) => process.send?.({ microseconds } satisfies PairCost));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
