import { setTimeout as delay } from 'node:timers/promises';
import { agentEnv, emptied, runCommand, startAgent } from '#test/agent-process.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { createAnalyzer, idsOf } from './analyzer.ts';
import { openClinic, type Clinic } from './clinic.ts';
import { below, seededRandom } from './random.ts';
import type { Outcome, StoryOptions } from './story.ts';

/** In which state of the queue the agent is killed, and what makes Medplum hold it there. */
const moments = {
  'messages arrive': undefined,
  'all are queued': { fault: 'unavailable' },
  'some are on their way': { fault: 'delay', milliseconds: 300 },
  'Medplum has them, its answer breaks off': { fault: 'half-answer' },
  'some wait for another attempt': { fault: 'status', status: 500, probability: 0.5 },
  'some are parked': { fault: 'status', status: 400, probability: 0.5 },
} as const;

/** `kill -9` once in each state of the queue, in an order and after a time that the seed decides. */
export async function killed({ seed }: StoryOptions): Promise<Outcome> {
  const random = seededRandom(seed);
  await using clinic = await openClinic();
  using folder = temporaryFolder();
  const env = agentEnv(clinic.mock.baseUrl, folder.path);
  const analyzer = createAnalyzer(5);
  const order = Object.keys(moments).toSorted(() => random() - 0.5) as (keyof typeof moments)[];
  for (const [round, moment] of order.entries()) {
    const agent = await startAgent(env);
    await misbehave(clinic, moment, seed);
    const sending = analyzer.send(agent.mllpPort, idsOf(`K${round}`, 6 + below(10, random)));
    await (moment === 'messages arrive' ? undefined : sending);
    await delay(below(250, random));
    await agent.stop('SIGKILL');
    await sending;
    await clinic.control.faults.clear();
  }
  await using last = await startAgent(env);
  await analyzer.send(last.mllpPort, []);
  await runCommand(['queue', 'retry', 'all'], env);
  await emptied(last.statusUrl, 120_000);
  return clinic.compare(analyzer.acknowledged, `${order.length} kills, ${analyzer.left()} never acknowledged`);
}

async function misbehave({ control }: Clinic, moment: keyof typeof moments, seed: number): Promise<void> {
  const fault = moments[moment];
  if (fault) {
    await control.faults.add({ ...fault, path: '/fhir/*', seed });
  }
}
