import { normalizeErrorString } from '@medplum/core';
import { refusalOf } from '#access-policy/refusal-error.ts';
import { policyReason } from './policy-reason.ts';
import { keptReason, type Reason } from './reason.ts';
import { ruleOfStatus, ruleOfText } from './rules.ts';

/** Says which rule a thrown error stands for: the one kept beside it, the policy's, or the one that its text names. */
export function reasonOf(error: unknown): Reason {
  const text = normalizeErrorString(error);
  const refusal = refusalOf(error);
  return keptReason(error) ?? (refusal ? policyReason(refusal) : { rule: ruleOfText(text), because: text });
}

/** Says which rule an answer stands for whose maker left no reason. */
export function reasonOfAnswer(status: number, path: string): Reason {
  return { rule: ruleOfStatus(status, path), because: `The answer was ${status}.` };
}
