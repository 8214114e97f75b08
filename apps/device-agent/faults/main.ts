import { parseArgs } from 'node:util';
import { failingRequests, hungUp } from './failing-server.ts';
import { hundredAgents } from './hundred-agents.ts';
import { killed } from './killed.ts';
import { manyMessages } from './many-messages.ts';
import { oneWeek } from './one-week.ts';
import { canTrace, powerCut } from './power-cut.ts';
import type { Outcome, Story } from './story.ts';

/** The seeds of a story: all that were asked for, or one where another seed would change little. */
type Entry = Readonly<{ story: Story; once?: boolean }>;

const stories: Record<string, Entry> = {
  killed: { story: killed },
  'power-cut': { story: powerCut },
  'hung-up': { story: hungUp },
  'failing-requests': { story: failingRequests },
  'hundred-agents': { story: hundredAgents, once: true },
  'one-week': { story: oneWeek, once: true },
  'many-messages': { story: manyMessages, once: true },
};

const help = `npm run faults -- [STORY ...] [--seeds 20] [--messages 100000]

Drives the agent from outside through faults, and counts by identifier what the server has afterwards.
Stories: ${Object.keys(stories).join(', ')}. Without a name, all of them.
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seeds: { type: 'string', default: '20' },
      messages: { type: 'string', default: '100000' },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.filter((name) => !(name in stories));
  if (values.help || unknown.length > 0) {
    process.stdout.write(help);
    return values.help ? 0 : 2;
  }
  let failures = 0;
  for (const [name, { story, once }] of Object.entries(stories)) {
    if (positionals.length === 0 || positionals.includes(name)) {
      failures += await tell(name, story, {
        seeds: once ? 1 : Number(values.seeds),
        messages: Number(values.messages),
      });
    }
  }
  return failures === 0 ? 0 : 1;
}

type Extent = Readonly<{ seeds: number; messages: number }>;

/** Returns how many of its seeds lost a result or made one twice. */
async function tell(name: string, story: Story, { seeds, messages }: Extent): Promise<number> {
  if (story === powerCut && !canTrace) {
    process.stdout.write(`${name}: left out, since strace is not here\n`);
    return 0;
  }
  const sums = { acknowledged: 0, stored: 0, lost: 0, twice: 0 };
  let failures = 0;
  for (let seed = 1; seed <= seeds; seed += 1) {
    const outcome = await story({ seed, messages });
    sums.acknowledged += outcome.acknowledged;
    sums.stored += outcome.stored;
    sums.lost += outcome.lost.length;
    sums.twice += outcome.twice.length;
    failures += outcome.lost.length + outcome.twice.length > 0 ? 1 : 0;
    process.stdout.write(`  ${name}, seed ${seed}: ${describe(outcome)}\n`);
  }
  const { acknowledged, stored, lost, twice } = sums;
  process.stdout.write(
    `${name}: ${seeds} seeds, ${acknowledged} acknowledged, ${stored} stored, ${lost} lost, ${twice} twice\n`,
  );
  return failures;
}

function describe({ acknowledged, stored, lost, twice, note }: Outcome): string {
  return `${acknowledged} acknowledged, ${stored} stored, ${lost.length} lost, ${twice.length} twice; ${note ?? ''}`;
}

process.exitCode = await main();
process.stdout.write('', () => process.exit());
