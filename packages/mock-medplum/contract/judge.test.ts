import { describe, expect, test } from 'vitest';
import { belowProject, when } from './case.ts';
import { type Allowance, judge } from './judge.ts';
import type { Setup } from './setup/setup.ts';

const none: Allowance = { stricter: false, release: false, notYet: {} };

function answering(status: number): Parameters<typeof when>[2] {
  return () => Promise.resolve({ status, headers: new Headers(), setCookies: [], body: {} });
}

function outcomeOf(status: number, hasProjectUrls: boolean, allowance: Partial<Allowance>): Promise<unknown> {
  const contractCase = belowProject(when('XX01', 'a project is asked', answering(status), { status: 200 }));
  return judge(contractCase, { hasProjectUrls } as Setup, { ...none, ...allowance });
}

describe('judge', () => {
  test('case of a project URL, on a release that has none, is not there', async () => {
    expect(await outcomeOf(404, false, { release: true })).toMatchObject({ outcome: 'not there' });
  });

  test.each<[string, boolean, Partial<Allowance>]>([
    ['server that says that it has them', true, { release: true }],
    ['server that may not be a release', false, {}],
  ])('case of a project URL that fails, on a %s, is different', async (_what, hasProjectUrls, allowance) => {
    expect(await outcomeOf(404, hasProjectUrls, allowance)).toMatchObject({ outcome: 'different' });
  });
});
