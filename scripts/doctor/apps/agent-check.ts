import { fault, notChecked, ok, type Finding } from '#doctor/finding.ts';
import type { Outside } from '#doctor/outside.ts';
import type { App } from './app.ts';

type Step = Readonly<{ verdict: 'ok' | 'FAIL'; step: string; text: string }>;

const checkArguments = ['--disable-warning=ExperimentalWarning', 'src/main.ts', 'check', '--output', 'json'];

/** Has device-agent check itself: its key, how narrow that is, its queue. The agent's README says what it looks at. */
export async function agentCheck({ folder, env }: App, { run }: Pick<Outside, 'run'>): Promise<readonly Finding[]> {
  const { stdout } = await run(process.execPath, checkArguments, { cwd: folder, env });
  const steps = stdout.split('\n').flatMap(readStep);
  if (steps.length === 0) {
    return [
      notChecked(
        'agent',
        'What the agent says of itself: it said nothing.',
        'node src/main.ts check, in apps/device-agent',
      ),
    ];
  }
  return steps.map(({ verdict, step, text }) =>
    verdict === 'ok'
      ? ok('agent', `${step}: ${text}`)
      : fault('agent', `${step}: ${text}`, 'Correct that, and run this again: what comes after it was not looked at.'),
  );
}

function readStep(line: string): Step[] {
  try {
    return [JSON.parse(line) as Step];
  } catch {
    return [];
  }
}
