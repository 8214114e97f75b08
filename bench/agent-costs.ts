import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { agentEnv, startAgent } from './agent-process.ts';
import type { Figure } from './figure.ts';
import { nextMessage, start } from './measure-cpu.ts';
import { sendResults } from './send-results.ts';
import type { CpuUsage } from './served.ts';
import { spent } from './spent.ts';

/** Messages with one result each; `BENCH_MESSAGES` changes it. */
const count = Number(process.env['BENCH_MESSAGES'] ?? 5000);
/** Nobody listens there: what is taken stays in the queue. */
const nowhere = 'http://127.0.0.1:9/';

/** device-agent: results onto the disk, and from the disk to the mock, beside one request after the other. */
export async function agentCosts(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-agent-'));
  const mock = await start('served.ts', 'mock-medplum');
  const cpuOfMock = async (): Promise<number> => {
    mock.child.send('cpu');
    return (await nextMessage<CpuUsage>(mock.child)).microseconds;
  };
  try {
    const taken = await takeAll(folder);
    const sent = await spent(cpuOfMock, () => drain(mock.baseUrl, folder));
    const single = await spent(cpuOfMock, () => oneAtATime(mock.baseUrl));
    const [own, plain] = [sent.result.microseconds, single.result];
    const ratio = (plain + single.microseconds) / (own + sent.microseconds);
    return [
      figure('messages onto the disk, acknowledged', taken.ms, taken.microseconds),
      figure('results from the queue to the mock', sent.ms, own, `the mock ${each(sent.microseconds)}`),
      figure(
        'one request after the other, without an agent',
        single.ms,
        plain,
        `the mock ${each(single.microseconds)}`,
      ),
      { what: 'device-agent: both sides, one by one / batches', value: `${ratio.toFixed(2)} ×`, goal: 'CPU time' },
      {
        what: 'device-agent: a result, from the wire to the mock',
        value: each(taken.microseconds + own),
        goal: `${Math.round((count * 1e6) / (taken.microseconds + own))}/s on one core (goal 1,000)`,
      },
      {
        what: `device-agent: memory after a fifth / all of ${count}`,
        value: `${taken.mebibytes.map((one) => Math.round(one)).join(' / ')} MiB`,
        goal: 'flat',
      },
    ];
  } finally {
    mock.child.disconnect();
    rmSync(folder, { recursive: true });
  }
}

function figure(what: string, ms: number, microseconds: number, more = ''): Figure {
  const rate = Math.round((count * 1000) / ms);
  return { what: `device-agent: ${what}`, value: `${rate}/s`, goal: `CPU ${each(microseconds)}; ${more}` };
}

function each(microseconds: number): string {
  return `${Math.round(microseconds / count)} µs`;
}

async function takeAll(folder: string) {
  const agent = await startAgent(agentEnv(nowhere, folder));
  const before = await agent.usage();
  const startedAt = performance.now();
  await sendResults(agent.mllpPort, Math.round(count / 5));
  const fifth = await agent.usage();
  await sendResults(agent.mllpPort, count);
  const ms = performance.now() - startedAt;
  const after = await agent.usage();
  await agent.stop();
  // The first fifth was sent again, and recognised.
  const share = count / (count + Math.round(count / 5));
  return {
    ms: ms * share,
    microseconds: (after.microseconds - before.microseconds) * share,
    mebibytes: [fifth.mebibytes, after.mebibytes],
  };
}

async function drain(baseUrl: string, folder: string): Promise<Readonly<{ microseconds: number }>> {
  const agent = await startAgent(agentEnv(baseUrl, folder));
  const before = await agent.usage();
  while ((await agent.queued()) > 0) {
    await delay(1000);
  }
  const after = await agent.usage();
  await agent.stop();
  return { microseconds: after.microseconds - before.microseconds };
}

async function oneAtATime(baseUrl: string): Promise<number> {
  const { child } = await start('one-at-a-time-served.ts');
  const { MEDPLUM_CLIENT_ID: id, MEDPLUM_CLIENT_SECRET: secret, DEVICE_AGENT_DEVICE: device } = agentEnv(baseUrl, '');
  child.send({ baseUrl, id, secret, device, count });
  const { microseconds } = await nextMessage<CpuUsage>(child);
  child.disconnect();
  return microseconds;
}
