import { normalizeErrorString } from '@medplum/core';
import { refusalOf } from '#access-policy/refusal-error.ts';
import { policyReason } from './policy-reason.ts';
import { keptReason, type Reason } from './reason.ts';
import { ruleOfStatus, ruleOfText } from './rules.ts';

/** Names the rule behind a thrown error: the one kept with it, the policy's, or the one that its text implies. */
export function reasonOf(error: unknown): Reason {
  const text = normalizeErrorString(error);
  const refusal = refusalOf(error);
  return keptReason(error) ?? (refusal ? policyReason(refusal) : { rule: ruleOfText(text), because: text });
}

/** Names the rule behind an answer for which no reason was kept. */
export function reasonOfAnswer(status: number, path: string): Reason {
  return { rule: ruleOfStatus(status, path), because: `The answer was ${status}.` };
}
