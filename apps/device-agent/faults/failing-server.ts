import { agentEnv, emptied, startAgent } from '#test/agent-process.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { createAnalyzer, idsOf } from './analyzer.ts';
import { openClinic, type Clinic } from './clinic.ts';
import type { Outcome, Story, StoryOptions } from './story.ts';

type Rule = Parameters<Clinic['control']['faults']['add']>[0];

/** A server that does what it is asked and then hangs up, every second time. */
export const hungUp = failing([{ fault: 'half-answer', path: '/fhir/*', probability: 0.5 }]);

/** Each kind of failure has a chance of 1 in 10 at what the others let pass: 41 % of all requests, sign-in among them. */
export const failingRequests = failing(
  [
    { fault: 'status' as const, status: 500 },
    { fault: 'unavailable' as const },
    { fault: 'reset' as const },
    { fault: 'html' as const },
    { fault: 'half-answer' as const },
  ].map((kind) => ({ ...kind, path: '/*', probability: 0.1 })),
);

/** The agent waits longer after each failure in a row, up to five minutes: a seed with ten in a row takes that long. */
const patienceMs = 1_800_000;

function failing(rules: readonly Rule[]): Story {
  return async ({ seed }: StoryOptions): Promise<Outcome> => {
    await using clinic = await openClinic();
    using folder = temporaryFolder();
    await using agent = await startAgent(agentEnv(clinic.mock.baseUrl, folder.path));
    const { faults, log } = clinic.control;
    for (const [index, rule] of rules.entries()) {
      await faults.add({ ...rule, seed: seed * 100 + index });
    }
    await log.clear();
    // Those of one patient keep their order, so each goes alone, in a request of its own; the others go as batches.
    const [alone, together] = [createAnalyzer(1), createAnalyzer(40)];
    await alone.send(agent.mllpPort, idsOf('A', 40));
    await emptied(agent.statusUrl, patienceMs);
    await together.send(agent.mllpPort, idsOf('F', 100));
    await emptied(agent.statusUrl, patienceMs);
    const applied = (await faults.list()).reduce((sum, rule) => sum + rule.applied, 0);
    const { length: requests } = await log.list();
    const share = Math.round((100 * applied) / requests);
    return clinic.compare(
      [...alone.acknowledged, ...together.acknowledged],
      `${applied} of ${requests} requests failed, ${share} %`,
    );
  };
}
