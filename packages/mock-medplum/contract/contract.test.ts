import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allGroups } from './all-groups.ts';
import { judge, type Verdict } from './judge.ts';
import { totals, writeReport } from './report.ts';
import { createSetup } from './setup/create-setup.ts';
import type { Setup } from './setup/setup.ts';
import { startTarget, type StartedTarget } from './target.ts';

const report = '.reports/contract.md';

let target: StartedTarget;
let setup: Setup;
const verdicts: Verdict[] = [];

beforeAll(async () => {
  target = await startTarget(process.env);
  setup = await createSetup(target);

  return async () => {
    writeReport(report, target.name, allGroups, verdicts);
    await setup.close();
    await target.close();
  };
}, 120_000);

afterAll(() => {
  process.stdout.write(`Contract: ${totals(verdicts)}; ${report} tells them one by one\n`);
});

describe.each(allGroups)('$title', ({ cases }) => {
  test.each(cases)('[$id] when $name, answers as Medplum does', async (contractCase) => {
    const verdict = await judge(contractCase, setup, target.allowance);
    verdicts.push(verdict);

    expect(verdict).not.toMatchObject({ outcome: 'different' });
  });
});
