import { agentEnv, emptied, startAgent } from '#test/agent-process.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { createAnalyzer, idsOf } from './analyzer.ts';
import { openClinic, type Clinic } from './clinic.ts';
import type { Outcome, Story, StoryOptions } from './story.ts';

type Rule = Parameters<Clinic['control']['faults']['add']>[0];

/** A server that does what it is asked and then hangs up, every second time. */
export const hungUp = failing('half of the answers broke off after the work', [
  { fault: 'half-answer', path: '/fhir/*', probability: 0.5 },
]);

/** 30 % of all requests fail: each kind of failure takes its share. */
export const failingRequests = failing('30 % of the requests failed', [
  { fault: 'status', status: 500, path: '/*', probability: 0.06 },
  { fault: 'unavailable', path: '/*', probability: 0.064 },
  { fault: 'reset', path: '/*', probability: 0.068 },
  { fault: 'html', path: '/*', probability: 0.073 },
  { fault: 'half-answer', path: '/*', probability: 0.079 },
]);

function failing(note: string, rules: readonly Rule[]): Story {
  return async ({ seed }: StoryOptions): Promise<Outcome> => {
    await using clinic = await openClinic();
    using folder = temporaryFolder();
    await using agent = await startAgent(agentEnv(clinic.mock.baseUrl, folder.path));
    for (const [index, rule] of rules.entries()) {
      await clinic.control.faults.add({ ...rule, seed: seed * 100 + index });
    }
    const analyzer = createAnalyzer(40);
    await analyzer.send(agent.mllpPort, idsOf('F', 100));
    await emptied(agent.statusUrl, 300_000);
    const applied = (await clinic.control.faults.list()).reduce((sum, rule) => sum + rule.applied, 0);
    return clinic.compare(analyzer.acknowledged, `${note}: ${applied}`);
  };
}
