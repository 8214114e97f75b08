import type { Refusal } from '#access-policy/refusal.ts';
import type { Reason } from './reason.ts';

/** Names the entry of the caller's AccessPolicy that refused, or says that there is none. */
export function policyReason(refusal: Refusal): Reason {
  const { resourceType, rule } = refusal;
  switch (rule) {
    case 'type':
      return {
        rule: 'AccessPolicy.resource',
        because: `No entry grants ${refusal.interaction} on ${resourceType}.`,
      };
    case 'criteria':
      return {
        rule: entryNames(refusal.entries, 'criteria'),
        because: `The ${resourceType} meets none of: ${refusal.criteria.join(' | ')}`,
      };
    default:
      return {
        rule: entryNames(refusal.entries, 'writeConstraint'),
        because: `The ${resourceType} breaks the constraint: ${refusal.expression}`,
      };
  }
}

function entryNames(entries: readonly number[], field: string): string {
  return entries.map((at) => `AccessPolicy.resource[${at}].${field}`).join(', ');
}
