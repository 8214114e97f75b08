import { readFileSync } from 'node:fs';
import { allLabs } from '#all-labs.ts';
import { readLabGuide } from '#lab/lab-guide.ts';
import { openProgressFile } from '#learner/progress.ts';
import { labHtml } from './lab-html.ts';
import { labListHtml } from './lab-list-html.ts';
import { labStateHtml } from './lab-state-html.ts';

/** A page, or a part of one. */
export type Page = readonly [type: string, body: string];

const html = 'text/html; charset=utf-8';
const asset = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');

/**
 * Makes what answers below `/labs`: the list, a page for each lab, and the part of it that changes while a learner works.
 * Only reads: the files are written by `npm run lab`. Whoever serves it decides whom to answer.
 *
 * @param folder - Where the learner's files are. Default is `.lab` in this repository.
 */
export function createLabPages(folder?: string): (path: string) => Page | undefined {
  const progress = openProgressFile(folder);
  const css = asset('labs.css');
  const script = asset('labs.js');

  return (path) => {
    if (path === '/labs') {
      return [html, labListHtml(allLabs, progress.read())];
    }
    if (path === '/labs/labs.css') {
      return ['text/css; charset=utf-8', css];
    }
    if (path === '/labs/labs.js') {
      return ['text/javascript; charset=utf-8', script];
    }
    const [, number, part] = /^\/labs\/(\d+)(\/state)?$/.exec(path) ?? [];
    const lab = allLabs.find((one) => one.number === Number(number));
    if (!lab) {
      return undefined;
    }
    const state = labStateHtml(progress.read().labs[lab.number]);
    return [html, part ? state : labHtml(lab, allLabs.length, readLabGuide(lab), state)];
  };
}
