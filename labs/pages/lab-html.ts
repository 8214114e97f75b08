import { marked } from 'marked';
import type { LabGuide } from '#lab/lab-guide.ts';
import { folderName, type Lab, type Party } from '#lab/lab.ts';
import { escapeHtml } from './escape-html.ts';
import { frameHtml } from './frame-html.ts';
import { patternTitles } from './lab-list-html.ts';

/** The page of one lab: its story, who holds which key, how the learner's file does, and hints that unfold one by one. */
export function labHtml(lab: Lab, count: number, guide: LabGuide, state: string): string {
  const { number, title, pattern, minutes, file, diagram } = lab;
  const name = file.split('/').at(-1) ?? '';
  return frameHtml(
    `Lab ${number}: ${title}`,
    `<header class="${pattern}">
<p><a href="/labs">All labs</a>${neighbours(number, count)}</p>
<h1>${number}. ${escapeHtml(title)}</h1>
<p>${patternTitles[pattern]}, about ${minutes} minutes. Your file: <code>.lab/${folderName(lab)}/${name}</code></p>
</header>
<main class="lab">
<section aria-labelledby="story"><h2 id="story">What happened</h2>${markdown(guide.story)}</section>
<section aria-labelledby="now"><h2 id="now">How your file does</h2>
<div id="state" data-from="/labs/${number}/state" aria-live="polite">${state}</div></section>
<section aria-labelledby="keys"><h2 id="keys">Who holds which key</h2>
<ol class="parties">${diagram.map(partyHtml).join('')}</ol></section>
<section aria-labelledby="look"><h2 id="look">Look at</h2>${markdown(guide.lookAt)}</section>
<section aria-labelledby="hints"><h2 id="hints">Hints</h2>
${guide.hints.map((text, index) => `<details><summary>Hint ${index + 1}</summary>${markdown(text)}</details>`).join('\n')}
</section>
<section aria-labelledby="room"><h2 id="room">For the room</h2>
<ul>${guide.questions.map((question) => `<li>${marked.parseInline(question, { async: false })}</li>`).join('')}</ul></section>
</main>`,
  );
}

function neighbours(number: number, count: number): string {
  const links = [
    number > 1 && `<a href="/labs/${number - 1}">Lab ${number - 1}</a>`,
    number < count && `<a href="/labs/${number + 1}">Lab ${number + 1}</a>`,
  ];
  return links.flatMap((link) => (link ? [` · ${link}`] : [])).join('');
}

function partyHtml({ who, colour, holds, sends }: Party): string {
  const arrow = sends ? `<span class="sends">${escapeHtml(sends)}</span>` : '';
  return `<li class="${colour}"><div class="party"><strong>${escapeHtml(who)}</strong>
<span class="holds">holds ${escapeHtml(holds)}</span></div>${arrow}</li>`;
}

/** The texts are this repository's own. */
function markdown(text: string): string {
  return marked.parse(text, { async: false });
}
