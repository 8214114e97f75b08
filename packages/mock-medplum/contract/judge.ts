import type { Case } from './case.ts';
import { mismatches } from './mismatches.ts';
import type { World } from './world/world.ts';

/** How the answer to a case compares with Medplum's. */
export type Verdict = Readonly<{
  case: Case;
  outcome: 'same' | 'stricter' | 'not yet' | 'different';
  /** Row of DIFFERENCES.md, reason why not yet, or what is different. */
  note: string;
}>;

/** What the server under test is allowed besides answering as Medplum does. Nothing, when it is a Medplum. */
export type Allowance = Readonly<{ stricter: boolean; notYet: Readonly<Record<string, string>> }>;

/** Asks, and compares the answer with what Medplum answers. */
export async function judge(contractCase: Case, world: World, allowance: Allowance): Promise<Verdict> {
  const { stricter, id } = contractCase;
  const wrong = await check(contractCase, world);
  if (wrong.length === 0) {
    const hint = id in allowance.notYet ? 'remove it from not-yet.ts' : '';
    return { case: contractCase, outcome: 'same', note: hint };
  }
  if (stricter && allowance.stricter) {
    const wrongToo = await check({ ...contractCase, expect: stricter.expect }, world);
    if (wrongToo.length === 0) {
      return { case: contractCase, outcome: 'stricter', note: stricter.row };
    }
  }
  const reason = allowance.notYet[id];
  return reason === undefined
    ? { case: contractCase, outcome: 'different', note: wrong.join('; ') }
    : { case: contractCase, outcome: 'not yet', note: `${reason} (${wrong[0]})` };
}

async function check({ ask, expect }: Case, world: World): Promise<string[]> {
  try {
    const answer = await ask(world);
    return mismatches(answer, typeof expect === 'function' ? expect(world) : expect);
  } catch (error) {
    return [`a step before failed: ${error instanceof Error ? error.message : String(error)}`];
  }
}
