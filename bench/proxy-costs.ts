import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { type Figure, median } from './figure.ts';
import { cpuOf, nextMessage, send, start } from './measure-cpu.ts';
import type { ProxyUsage } from './proxy-served.ts';

const rounds = 9;
const path = 'fhir/R4/Patient/10000000-0000-4000-8000-000000000001';
const own = 'legacy-proxy';
const peers = ['http-proxy-middleware', '@fastify/http-proxy', 'node:http + undici'];
/** Requests for the figure of memory; `BENCH_REQUESTS` changes it. */
const many = Number(process.env['BENCH_REQUESTS'] ?? 100_000);
const steps = 5;

type Proxy = Awaited<ReturnType<typeof start>>;

/** A GET of 1.6 kB through legacy-proxy's FHIR pass-through and through other proxies, each in its own process. */
export async function proxyCosts(): Promise<Figure[]> {
  const upstream = await start('proxy-served.ts', 'upstream');
  const proxies = new Map<string, Proxy>();
  try {
    for (const name of [own, ...peers]) {
      proxies.set(name, await start('proxy-served.ts', name, upstream.baseUrl));
    }
    const figures = await cpuFigures(proxies);
    const proxy = proxies.get(own);
    const latency = await latencyFigures(upstream, proxies);
    return proxy ? [...figures, ...latency, await memoryFigure(proxy)] : figures;
  } finally {
    for (const { child } of [upstream, ...proxies.values()]) {
      child.disconnect();
    }
  }
}

async function cpuFigures(proxies: ReadonlyMap<string, Proxy>): Promise<Figure[]> {
  const costs = new Map<string, number[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, { child, baseUrl }] of proxies) {
      const cost = await cpuOf(child, { what: name, url: `${baseUrl}${path}`, init: {} });
      costs.set(name, [...(costs.get(name) ?? []), cost]);
    }
  }
  const ours = costs.get(own) ?? [];
  return [...costs].map(([name, all]) => {
    const ratio = median(all.map((cost, round) => (ours[round] ?? Number.NaN) / cost));
    const goal = name === own ? 'CPU' : `legacy-proxy is ${ratio.toFixed(2)} × this${goalOf(name)}`;
    return { what: `GET of 1.6 kB: ${name}`, value: `${median(all).toFixed(0)} µs`, goal };
  });
}

function goalOf(name: string): string {
  return name === '@fastify/http-proxy' ? ' (goal 1)' : '';
}

/** What each adds when it is asked half as often as legacy-proxy can answer. They take turns: a busy machine slows all. */
async function latencyFigures(upstream: Proxy, proxies: ReadonlyMap<string, Proxy>): Promise<Figure[]> {
  const gapMs = 2 * (await msOfOne(proxies.get(own)?.baseUrl ?? ''));
  const added = new Map<string, number[]>();
  for (let round = 0; round < 5; round += 1) {
    const direct = await slowest(upstream.baseUrl + path, gapMs);
    for (const [name, { baseUrl }] of proxies) {
      added.set(name, [...(added.get(name) ?? []), (await slowest(baseUrl + path, gapMs)) - direct]);
    }
  }
  const goal = `${Math.round(1000 / gapMs)}/s`;
  return [...added].map(([name, all]) => ({ what: `p99 added: ${name}`, value: `${median(all).toFixed(1)} ms`, goal }));
}

async function msOfOne(baseUrl: string): Promise<number> {
  const count = 3000;
  const startedAt = performance.now();
  await send({ what: own, url: baseUrl + path, init: {} }, count);
  return (performance.now() - startedAt) / count;
}

/** The 99th percentile, in milliseconds, of requests that start at a steady pace. */
async function slowest(url: string, gapMs: number): Promise<number> {
  const startedAt = performance.now();
  const all: Promise<number>[] = [];
  while (all.length < 2000) {
    if (performance.now() - startedAt < all.length * gapMs) {
      await delay(1);
    } else {
      all.push(timed(url));
    }
  }
  const sorted = (await Promise.all(all)).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
}

async function timed(url: string): Promise<number> {
  const startedAt = performance.now();
  await (await fetch(url)).arrayBuffer();
  return performance.now() - startedAt;
}

async function memoryFigure({ child, baseUrl }: Proxy): Promise<Figure> {
  const resident: string[] = [];
  const heap: string[] = [];
  for (let step = 0; step < steps; step += 1) {
    await send({ what: own, url: `${baseUrl}${path}`, init: {} }, many / steps);
    const { residentBytes, heapBytes } = await usageOf(child);
    resident.push(mebibytes(residentBytes));
    heap.push(mebibytes(heapBytes));
  }
  const what = `memory after each ${many / steps} of ${many} requests`;
  return { what, value: `${resident.join(' / ')} MiB`, goal: `heap ${heap.join(' / ')} MiB (goal: flat)` };
}

async function usageOf(child: ChildProcess): Promise<ProxyUsage> {
  child.send('usage after garbage collection');
  return nextMessage<ProxyUsage>(child);
}

function mebibytes(bytes: number): string {
  return String(Math.round(bytes / 1_048_576));
}
