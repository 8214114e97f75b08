import type { RequestContext } from '#http/request-context.ts';
import type { Reason } from '#reason/reason.ts';

/** What an AccessPolicy said during a request. */
export type PolicyDecision = Readonly<{
  interaction: string;
  resourceType: string;
  allowed: boolean;
  /** The entry that granted it, by its place in the caller's policy; absent when none did. */
  entry?: number | undefined;
  criteria?: string | undefined;
}>;

/** What is learned about a request while it is answered, and is for the log alone. */
export type RequestNotes = {
  reason?: Reason | undefined;
  /** The fault that was injected. */
  fault?: string | undefined;
  decisions: PolicyDecision[];
};

/** Enough to see what a batch did. */
const maxDecisions = 100;

/** Notes are only there while someone wants them, so that a server without a log pays nothing. */
const notesByRequest = new WeakMap<RequestContext, RequestNotes>();

/** Starts to take notes about a request. */
export function takeNotes(context: RequestContext): RequestNotes {
  const notes: RequestNotes = { decisions: [] };
  notesByRequest.set(context, notes);
  return notes;
}

/** Notes why a request is refused. The first reason stays: what follows is its consequence. */
export function noteReason(context: RequestContext | undefined, reasonOf: () => Reason): void {
  const notes = context && notesByRequest.get(context);
  if (notes && !notes.reason) {
    notes.reason = reasonOf();
  }
}

/** Notes what a policy said. */
export function noteDecision(context: RequestContext | undefined, decision: () => PolicyDecision): void {
  const notes = context && notesByRequest.get(context);
  if (notes && notes.decisions.length < maxDecisions) {
    notes.decisions.push(decision());
  }
}

/** Notes which fault was injected. */
export function noteFault(context: RequestContext | undefined, fault: string): void {
  const notes = context && notesByRequest.get(context);
  if (notes) {
    notes.fault = fault;
  }
}
