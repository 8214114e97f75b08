import { watchedMs, type DepthSample } from './watch-depth.ts';

const width = 600;
const height = 120;

/** The queue's depth of the last hour as SVG, with what it shows in words. It needs no script and loads nothing. */
export function depthPicture(samples: readonly DepthSample[], now: number): string {
  const peak = samples.reduce((most, sample) => (sample.waiting > most.waiting ? sample : most), {
    at: now,
    waiting: 0,
  });
  const top = roundUp(peak.waiting);
  const points = turns(samples).map(({ at, waiting }) => {
    const x = Math.min(width, Math.max(0, width * (1 - (now - at) / watchedMs)));
    return { x: Math.round(x), y: Math.round(height * (1 - waiting / top)) };
  });
  const line = points.map(({ x, y }) => `${x},${y}`).join(' ');
  const area = `${points[0]?.x ?? 0},${height} ${line} ${points.at(-1)?.x ?? 0},${height}`;
  const words =
    peak.waiting === 0
      ? 'No message waited when the agent looked.'
      : `At most ${peak.waiting} waited, at ${new Date(peak.at).toISOString().slice(11, 16)} UTC.`;
  // Text stands beside the picture: inside, it would shrink with it on a phone.
  return `<figure>
<div class="depth">
<span>${top}</span>
<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${words}">
<polygon points="${area}"/>
<polyline points="${line}"/>
</svg>
<span>0</span>
<span>60 minutes ago</span>
<span>now</span>
</div>
<figcaption>Messages that waited, every 10 seconds since this agent started. ${words}</figcaption>
</figure>`;
}

/** The samples at which the line turns: those between equal ones are on it anyway. */
function turns(samples: readonly DepthSample[]): readonly DepthSample[] {
  return samples.filter(
    ({ waiting }, index) => samples[index - 1]?.waiting !== waiting || samples[index + 1]?.waiting !== waiting,
  );
}

/** The next of 1, 2, 5, 10, 20, 50 … */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [1, 2, 5].map((step) => step * power).find((step) => step >= value) ?? 10 * power;
}
