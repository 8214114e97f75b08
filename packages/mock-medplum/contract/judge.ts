import type { Case } from './case.ts';
import { mismatches } from './mismatches.ts';
import type { Setup } from './setup/setup.ts';

/** How the answer to a case compares with Medplum's. */
export type Verdict = Readonly<{
  case: Case;
  outcome: 'same' | 'stricter' | 'not yet' | 'not there' | 'different';
  /** Row of DIFFERENCES.md, reason why not yet, what is not there, or what is different. */
  note: string;
}>;

/** What the server under test is allowed besides answering as Medplum does: a Medplum may be the release. */
export type Allowance = Readonly<{ stricter: boolean; release: boolean; notYet: Readonly<Record<string, string>> }>;

/** Asks, and compares the answer with what Medplum answers. */
export async function judge(contractCase: Case, setup: Setup, allowance: Allowance): Promise<Verdict> {
  const { stricter, id, since } = contractCase;
  if (since && allowance.release && !setup.hasProjectUrls) {
    return { case: contractCase, outcome: 'not there', note: `${since} came after this release` };
  }
  const wrong = await check(contractCase, setup);
  if (wrong.length === 0) {
    const hint = id in allowance.notYet ? 'remove it from not-yet.ts' : '';
    return { case: contractCase, outcome: 'same', note: hint };
  }
  if (stricter && allowance.stricter) {
    const wrongToo = await check({ ...contractCase, expect: stricter.expect }, setup);
    if (wrongToo.length === 0) {
      return { case: contractCase, outcome: 'stricter', note: stricter.row };
    }
  }
  const reason = allowance.notYet[id];
  return reason === undefined
    ? { case: contractCase, outcome: 'different', note: wrong.join('; ') }
    : { case: contractCase, outcome: 'not yet', note: `${reason} (${wrong[0]})` };
}

async function check({ ask, expect }: Case, setup: Setup): Promise<string[]> {
  try {
    const answer = await ask(setup);
    return mismatches(answer, typeof expect === 'function' ? expect(setup) : expect);
  } catch (error) {
    return [`a step before failed: ${error instanceof Error ? error.message : String(error)}`];
  }
}
