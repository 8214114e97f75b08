import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { allLabs } from '#all-labs.ts';
import { readLabGuide } from '#lab/lab-guide.ts';
import { openProgressFile } from '#learner/progress.ts';
import { createLabPages } from './lab-pages.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'labs-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const page = (path: string): string => createLabPages(folder)(path)?.[1] ?? 'no page';

test.each(allLabs)('[W1] page of lab $number has its title, its keys, two questions and its hints folded', (lab) => {
  const { hints, questions } = readLabGuide(lab);
  const html = page(`/labs/${lab.number}`);

  expect(html).toContain(`<h1>${lab.number}. ${lab.title}</h1>`);
  expect(html.match(/class="holds"/g)).toHaveLength(lab.diagram.length);
  expect([questions.length, hints.length >= 3]).toEqual([2, true]);
  expect(html.match(/<details><summary>/g)).toHaveLength(hints.length);
});

test('[W1] page of a lab, after a run, shows as text what the check saw and which rule refused', () => {
  const steps = [{ title: 'A step', isRight: false, saw: '<script>alert(1)</script>', rule: 'R', next: 'N' }];
  const requests = [
    { method: 'GET', path: '/fhir/R4/Patient/1', status: 404, refusedBy: 'AccessPolicy.resource[0].criteria' },
  ];
  openProgressFile(folder).note(3, { report: { lab: 3, isDone: false, steps, requests, ms: 1 } }, new Date());

  const state = page('/labs/3/state');

  expect(page('/labs/3')).toContain(state);
  expect(state).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(state).toContain('AccessPolicy.resource[0].criteria');
  expect(state).not.toContain('<script');
});

test('[W1] list of labs, with one done, says how many, and leads to each', () => {
  openProgressFile(folder).note(1, { doneAt: 'now' }, new Date());

  const html = page('/labs');

  expect(html).toContain('1 of 11 are done');
  expect(html.match(/href="\/labs\/\d+"/g)).toHaveLength(allLabs.length);
});

test.each(['/labs/0', '/labs/99', '/labs/1/x', '/labs/../main.ts', '/lab'])(
  '[W1] labs, asked for %s, have no page',
  (path) => {
    expect(createLabPages(folder)(path)).toBeUndefined();
  },
);
