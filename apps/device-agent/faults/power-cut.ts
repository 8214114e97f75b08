import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { agentEnv, emptied, startAgent } from '#test/agent-process.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { createAnalyzer, idsOf, type Analyzer } from './analyzer.ts';
import { openClinic } from './clinic.ts';
import { below, seededRandom } from './random.ts';
import { replayTrace, traced } from './replay-trace.ts';
import type { Outcome, StoryOptions } from './story.ts';

/** Whether this machine can watch what a process writes and syncs. */
export const canTrace = spawnSync('strace', ['--version']).status === 0;

/**
 * Power fails: what the agent wrote and did not sync is gone, or half of it, in any order. Each cut is made from a trace of
 * the agent's writes, since `kill -9` alone loses nothing that the kernel has.
 */
export async function powerCut({ seed }: StoryOptions): Promise<Outcome> {
  const random = seededRandom(seed);
  await using clinic = await openClinic();
  using folder = temporaryFolder();
  const trace = join(folder.path, 'trace');
  const analyzer = createAnalyzer(5);
  const share = below(2, random) / 2;
  const wrapper = ['strace', ...traced, '-o', trace];
  const env = { ...agentEnv(clinic.mock.baseUrl, join(folder.path, 'before')), PATH: process.env['PATH'] ?? '' };
  const agent = await startAgent(env, wrapper);
  // Where Medplum is away, all that was acknowledged is in the queue alone.
  await clinic.control.faults.add({ path: '/fhir/*', fault: 'unavailable', probability: seed % 2 ? 1 : 0.5, seed });
  const sending = analyzer.send(agent.mllpPort, idsOf('P', 40));
  await acknowledgments(analyzer, 1 + below(38, random));
  process.kill(tracee(agent.pid), 'SIGKILL');
  await agent.ended;
  await sending;
  await clinic.control.faults.clear();
  const after = join(folder.path, 'after');
  replayTrace(readFileSync(trace, 'latin1'), after, () => random() < share);
  const survived = [...analyzer.acknowledged];
  await using last = await startAgent(agentEnv(clinic.mock.baseUrl, after));
  await emptied(last.statusUrl, 120_000);
  return clinic.compare(survived, `${share * 100} % of what was not synced survived`);
}

async function acknowledgments({ acknowledged }: Analyzer, count: number): Promise<void> {
  while (acknowledged.size < count) {
    await delay(1);
  }
}

/** strace's child, which it does not take with it. */
function tracee(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim());
}
