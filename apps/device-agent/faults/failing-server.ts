import { temporaryFolder } from '#test/temporary-folder.ts';
import { openAgent } from './agent-in-process.ts';
import { createAnalyzer, idsOf } from './analyzer.ts';
import { openClinic, type Clinic } from './clinic.ts';
import { seededRandom } from './random.ts';
import type { Outcome, Story, StoryOptions } from './story.ts';
import { createVirtualTime } from './virtual-time.ts';

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

const start = Date.parse('2026-09-14T08:00:00Z');
/** The agent waits up to five minutes after each failure in a row. Time is virtual, so that nobody waits for it. */
const enoughMs = 12 * 3_600_000;

function failing(rules: readonly Rule[]): Story {
  return async ({ seed }: StoryOptions): Promise<Outcome> => {
    using time = createVirtualTime(start, 1);
    await using clinic = await openClinic(() => new Date(time.now()));
    using folder = temporaryFolder();
    const setting = { baseUrl: clinic.mock.baseUrl, folder: folder.path, random: seededRandom(seed) };
    const agent = await openAgent({ ...setting, now: time.now, wait: time.wait });
    const { faults, log } = clinic.control;
    for (const [index, rule] of rules.entries()) {
      await faults.add({ ...rule, seed: seed * 100 + index });
    }
    await log.clear();
    // Those of one patient keep their order, so each goes alone, in a request of its own; the others go as batches.
    const [alone, together] = [createAnalyzer(1), createAnalyzer(40)];
    await alone.send(agent.port, idsOf('A', 40));
    await time.goOn(start + enoughMs);
    await together.send(agent.port, idsOf('F', 100));
    await time.goOn(start + 2 * enoughMs);
    const applied = (await faults.list()).reduce((sum, rule) => sum + rule.applied, 0);
    const { length: requests } = await log.list();
    agent.close();
    const share = Math.round((100 * applied) / requests);
    return clinic.compare(
      [...alone.acknowledged, ...together.acknowledged],
      `${applied} of ${requests} requests failed, ${share} %`,
    );
  };
}
