import type { Lab, Pattern } from '#lab/lab.ts';
import type { LabProgress, Progress } from '#learner/progress.ts';
import { escapeHtml } from './escape-html.ts';
import { frameHtml } from './frame-html.ts';

export const patternTitles: Readonly<Record<Pattern, string>> = {
  client: 'Client side',
  server: 'Server side',
  device: 'Device or host',
};

/** The page `/labs`: all labs in their order, with what is done. */
export function labListHtml(labs: readonly Lab[], { current, labs: known }: Progress): string {
  const done = labs.filter(({ number }) => known[number]?.doneAt).length;
  const item = (lab: Lab): string => {
    const { number, title, pattern, minutes } = lab;
    return `<li class="${pattern}"${number === current ? ' aria-current="step"' : ''}>
<a href="/labs/${number}"><span class="number">${number}</span>${escapeHtml(title)}</a>
<span class="about">${patternTitles[pattern]}, ${minutes} minutes</span>
<span class="mark">${markOf(known[number])}</span></li>`;
  };
  return frameHtml(
    'Labs',
    `<header>
<p><a href="/">Start page</a></p>
<h1>Labs</h1>
<p>Each lab is one file of an app with something missing. A check says what it saw. You change the file, save it, and the
check looks again. ${done} of ${labs.length} are done on this machine.</p>
<p>In a terminal: <code>npm run lab -- start ${current ?? 1}</code></p>
</header>
<main><ol class="labs">${labs.map(item).join('\n')}</ol></main>`,
  );
}

function markOf(lab: LabProgress | undefined): string {
  if (!lab) {
    return 'not begun';
  }
  const done = lab.isSolved ? '✓ with the solution' : '✓ done';
  return lab.doneAt ? done : 'under way';
}
