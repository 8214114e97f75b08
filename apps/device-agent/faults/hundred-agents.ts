import { join } from 'node:path';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { openAgent } from './agent-in-process.ts';
import { createAnalyzer, idsOf } from './analyzer.ts';
import { openClinic } from './clinic.ts';
import { seededRandom } from './random.ts';
import type { Outcome, StoryOptions } from './story.ts';
import { createVirtualTime } from './virtual-time.ts';

const agents = 100;
const minuteMs = 60_000;

/** A hundred agents lose the server for half an hour and find it again. Time is virtual: it shows when each comes back. */
export async function hundredAgents({ seed }: StoryOptions): Promise<Outcome> {
  const start = Date.parse('2026-09-14T08:00:00Z');
  using time = createVirtualTime(start, agents);
  const random = seededRandom(seed);
  await using clinic = await openClinic(() => new Date(time.now()));
  using folder = temporaryFolder();
  const opened: Awaited<ReturnType<typeof openAgent>>[] = [];
  const analyzer = createAnalyzer(50);
  await clinic.control.faults.add({ fault: 'unavailable', path: '/*' });
  for (let at = 0; at < agents; at += 1) {
    const own = { baseUrl: clinic.mock.baseUrl, folder: join(folder.path, String(at)), random };
    const agent = await openAgent({ ...own, now: time.now, wait: time.wait });
    opened.push(agent);
    await analyzer.send(agent.port, idsOf(`H${at}`, 3));
  }
  await time.goOn(start + 30 * minuteMs);
  await clinic.control.faults.clear();
  await clinic.control.log.clear();
  await time.goOn(start + 45 * minuteMs);
  const signIns = (await clinic.control.log.list()).filter(({ path }) => path === '/oauth2/token');
  const busiest = Math.max(...perSecond(signIns.map(({ time: at }) => Date.parse(at))));
  opened.forEach((agent) => agent.close());
  return clinic.compare(analyzer.acknowledged, `${signIns.length} sign-ins, at most ${busiest} in one second`);
}

function perSecond(times: readonly number[]): readonly number[] {
  return Object.values(Object.groupBy(times, (at) => Math.floor(at / 1000))).map((same) => same?.length ?? 0);
}
