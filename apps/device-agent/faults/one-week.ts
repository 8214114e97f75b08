import { temporaryFolder } from '#test/temporary-folder.ts';
import { openAgent } from './agent-in-process.ts';
import { createAnalyzer, idsOf } from './analyzer.ts';
import { openClinic, type Clinic } from './clinic.ts';
import { below, seededRandom } from './random.ts';
import type { Outcome, StoryOptions } from './story.ts';
import { createVirtualTime } from './virtual-time.ts';

const hourMs = 3_600_000;
const hours = 7 * 24;

/** A week of virtual time: tokens end, the server is away for hours, ends all sessions, and changes its signing key. */
export async function oneWeek({ seed }: StoryOptions): Promise<Outcome> {
  const start = Date.parse('2026-09-14T08:00:00Z');
  using time = createVirtualTime(start, 1);
  const random = seededRandom(seed);
  await using clinic = await openClinic(() => new Date(time.now()));
  using folder = temporaryFolder();
  const agent = await openAgent({
    baseUrl: clinic.mock.baseUrl,
    folder: folder.path,
    random,
    now: time.now,
    wait: time.wait,
  });
  const analyzer = createAnalyzer(30);
  let signIns = 0;
  for (let hour = 0; hour < hours; hour += 1) {
    await disturb(clinic, hour);
    await analyzer.send(agent.port, idsOf(`W${hour}`, 1 + below(9, random)));
    await time.goOn(start + (hour + 1) * hourMs);
    signIns += (await clinic.control.log.list()).filter(({ path }) => path === '/oauth2/token').length;
    await clinic.control.log.clear();
  }
  const { phase } = agent.state();
  agent.close();
  return clinic.compare(analyzer.acknowledged, `${signIns} token requests in ${hours} hours; at the end ${phase}`);
}

async function disturb({ control }: Clinic, hour: number): Promise<void> {
  if (hour % 24 === 2) {
    await control.revokeLogins();
  } else if (hour % 24 === 5) {
    await control.rotateKeys({ dropOld: true });
  } else if (hour === 50) {
    await control.faults.add({ fault: 'unavailable', path: '/*' });
  } else if (hour === 56) {
    await control.faults.clear();
  }
}
