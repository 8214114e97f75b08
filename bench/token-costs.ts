import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Figure, median } from './figure.ts';
import { cpuOf, nextMessage } from './measure-cpu.ts';
import type { MemoryUsage, TokenServer } from './peer-served.ts';
import type { PairCost } from './raw-signatures.ts';

const peers = ['mock-medplum', 'oauth2-mock-server', 'oidc-provider'] as const;
const algorithms = { 'mock-medplum': 'ES384, two tokens', 'oauth2-mock-server': 'ES256', 'oidc-provider': 'ES256' };
const rounds = 3;
const mebibyte = 1024 * 1024;

type Peer = Readonly<{ child: ChildProcess; url: string; init: RequestInit; seconds: number; resident: number }>;

/** Client-credentials tokens beside other servers that give them: CPU each, time from the command to the first, memory. */
export async function tokenCosts(): Promise<Figure[]> {
  const started: Peer[] = [];
  try {
    const figures: Figure[] = [];
    for (const name of peers) {
      const runs: Peer[] = [];
      for (let round = 0; round < rounds; round += 1) {
        runs.push(await firstToken(name));
        runs.slice(1).at(-1)?.child.disconnect();
      }
      started.push(...runs.slice(0, 1));
      figures.push(...startFigures(name, runs));
    }
    return [...(await tokenFigures(started)), ...figures];
  } finally {
    started.forEach(({ child }) => child.disconnect());
  }
}

/** Starts a server and asks for a token. */
async function firstToken(name: string): Promise<Peer> {
  const begin = performance.now();
  const child = fork(fileURLToPath(new URL('peer-served.ts', import.meta.url)), [name]);
  const { tokenUrl: url, fields } = await nextMessage<TokenServer>(child);
  const init = { method: 'POST', body: new URLSearchParams(fields) };
  const response = await fetch(url, init);
  const { access_token: token } = (await response.json()) as { access_token?: string };
  if (token?.split('.').length !== 3) {
    throw new Error(`${name} gave no JWT: ${response.status}`);
  }
  const seconds = (performance.now() - begin) / 1000;
  child.send('usage');
  const { residentBytes } = await nextMessage<MemoryUsage>(child);
  return { child, url, init, seconds, resident: residentBytes / mebibyte };
}

function startFigures(name: string, runs: readonly Peer[]): Figure[] {
  const own = name === 'mock-medplum';
  const seconds = median(runs.map((run) => run.seconds));
  const resident = median(runs.map((run) => run.resident));
  return [
    { what: `${name}, command to first token`, value: `${seconds.toFixed(2)} s`, goal: own ? 'goal 1 s' : '' },
    { what: `${name}, resident memory then`, value: `${resident.toFixed(0)} MiB`, goal: own ? 'goal 190 MiB' : '' },
  ];
}

/**
 * Takes turns, so that what slows the machine down slows all of them. Medplum's algorithm costs more than that of the peers,
 * so the mock is measured by the two signatures that its two tokens cannot do without.
 */
async function tokenFigures(started: readonly Peer[]): Promise<Figure[]> {
  const costs = new Map<string, number[]>(peers.map((name) => [name, []]));
  const signer = fork(fileURLToPath(new URL('raw-signatures.ts', import.meta.url)));
  const pairs: number[] = [];
  await nextMessage(signer);
  for (let round = 0; round < rounds; round += 1) {
    signer.send('sign');
    pairs.push((await nextMessage<PairCost>(signer)).microseconds);
    for (const [index, name] of peers.entries()) {
      const peer = started[index];
      if (peer) {
        costs.get(name)?.push(await cpuOf(peer.child, { what: name, ...peer }));
      }
    }
  }
  signer.disconnect();
  const pair = median(pairs);
  const figures = peers.map((name): Figure => {
    const cost = median(costs.get(name) ?? []);
    const goal = name === 'mock-medplum' ? `${(cost / pair).toFixed(2)} × two signatures; goal 1.1` : '';
    return { what: `${name}, CPU a token (${algorithms[name]})`, value: `${cost.toFixed(0)} µs`, goal };
  });
  return [...figures, { what: 'two raw signatures (ES384)', value: `${pair.toFixed(0)} µs`, goal: '' }];
}
